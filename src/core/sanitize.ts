/** What may reach the reader of a line that some program has written. */
export interface SanitizeOptions {
  /** Colours (SGR) pass; everything else that steers a terminal never does. */
  readonly keepColors: boolean;
  /** Single control characters stay as they came: what is written to a file steers no terminal. */
  readonly keepControls?: boolean;
}

const ESC = '\u001b';
const REPLACEMENT = '\uFFFD';
/** Controls, and the marks that reorder text for the eye (bidi overrides and isolates). */
const SUSPECT = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

// ECMA-48, each form also in its one-character (C1) spelling. Every pattern is linear in the line:
// no part can run over the introducer of the next sequence.
const STRING = String.raw`(?:${ESC}[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\p{Cc}]*(?:\u0007|${ESC}\\|\u009c)`;
const CONTROL = String.raw`(?:${ESC}\[|\u009b)[0-?]*[ -\/]*[@-~]`;
const SHORT = String.raw`${ESC}[ -\/]*[0-~]`;
const STEERING = new RegExp(`${STRING}|${CONTROL}|${SHORT}|${SUSPECT.source}`, 'gu');
const COLOR = new RegExp(String.raw`^${ESC}\[[0-9;:]*m$`, 'u');
const RESET = `${ESC}[0m`;

/**
 * Makes a line harmless for a terminal: no sequence can move the cursor, set the clipboard or the
 * title, ask the terminal a question, or forge another line. What is left of a control character,
 * but for the tab, becomes U+FFFD.
 */
export function sanitize(
  line: string,
  {keepColors, keepControls = false}: SanitizeOptions,
): string {
  if (!SUSPECT.test(line)) return line;
  let isColored = false;
  const harmless = line.replaceAll(STEERING, match => {
    if (match === '\t') return match;
    if (match.length === 1) return keepControls ? match : REPLACEMENT;
    if (!keepColors || !COLOR.test(match)) return '';
    isColored = true;
    return match;
  });
  return isColored ? `${harmless}${RESET}` : harmless;
}

/** One line, without colours; what would begin another becomes visible. */
export function harmless(line: string): string {
  return sanitize(line, {keepColors: false});
}

/** Text of any number of lines, without colours. */
export function harmlessLines(text: string): string {
  return text.split('\n').map(harmless).join('\n');
}
