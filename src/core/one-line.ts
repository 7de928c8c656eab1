/** A command line as a part of a sentence, whatever line ends it has. */
export function oneLine(command: string): string {
  return command.trim().replaceAll(/\s+/g, ' ');
}
