/** Blank, a bracket, a stack frame, or the version that Node closes its traces with. */
const NOISE = /^\s*(?:[\])}]*|at .*|Node\.js v\S+)\s*$/;
const ERROR = /\b\w*(?:Error|Exception)\b.*:|\b(?:error|fatal|panic)\b/i;

/** The last line of a process that says what went wrong; else the last that says anything; else empty. */
export function tellingLine(lines: readonly string[]): string {
  const meant = lines.filter(line => !NOISE.test(line));
  return meant.findLast(line => ERROR.test(line)) ?? meant.at(-1) ?? '';
}
