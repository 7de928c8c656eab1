/** Blank, a bracket, a stack frame, or what Node says in its traces of where and with which version. */
const NOISE = /^\s*(?:[\])}]*|at .*|Emitted 'error' event .*|Node\.js v\S+)\s*$/;
const ERROR = /\b\w*(?:Error|Exception)\b.*:|\b(?:error|fatal|panic)\b/i;

/** The last line of a process that says what went wrong; else the last that says anything; else empty. */
export function tellingLine(lines: readonly string[]): string {
  const meant = lines.filter(line => !NOISE.test(line));
  return meant.findLast(line => ERROR.test(line)) ?? meant.at(-1) ?? '';
}
