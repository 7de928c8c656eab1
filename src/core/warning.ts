/** What the user should know of a run that goes on nevertheless. */
export interface Warning {
  /** docs/reference/api.md lists them. */
  readonly code: string;
  readonly message: string;
  /** The next step, mostly a command. */
  readonly hint: string | undefined;
}

/** As one line. */
export function warningText({message, hint}: Warning): string {
  return hint === undefined ? message : `${message}: ${hint}`;
}
