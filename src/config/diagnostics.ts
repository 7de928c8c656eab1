/** A problem in prox.yaml with a place. */
export interface Diagnostic {
  /** As it was named by the caller. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  readonly message: string;
  /** The next step for the reader. */
  readonly hint?: string;
  /** Dotted path of the key: `processes.web.port`. */
  readonly path?: string;
}

/** Colours of the parts, handed in so that this file needs no package. */
interface DiagnosticPaint {
  readonly place: (text: string) => string;
  readonly caret: (text: string) => string;
  readonly dim: (text: string) => string;
}

export interface FormatOptions {
  readonly paint?: DiagnosticPaint;
}

const FRAME_WIDTH = 100;
/** Columns shown left of the caret when it would leave the frame. */
const LEAD = 40;

const PLAIN: DiagnosticPaint = {place: same, caret: same, dim: same};

/**
 * `file:line:column: message`, a code frame and the hint, one block per diagnostic. Without `source`
 * (the file could not be read) there is no frame. Control characters are made visible, so that a file
 * cannot steer the terminal it is shown on.
 */
export function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  source: string | undefined,
  {paint = PLAIN}: FormatOptions = {},
): string {
  const lines = source?.split(/\r\n|\n|\r/);
  const blocks = diagnostics.map(diagnostic => {
    const {file, line, column, message, hint} = diagnostic;
    const head = `${paint.place(`${file}:${line}:${column}:`)} ${visible(message)}`;
    const frame = lines === undefined ? [] : codeFrame(lines, diagnostic, paint);
    const hints = hint === undefined ? [] : [`  hint: ${visible(hint)}`];
    return [head, ...frame, ...hints].join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}

/** The line before, the line itself and a caret below the column. */
function codeFrame(
  lines: readonly string[],
  {line, column}: Diagnostic,
  paint: DiagnosticPaint,
): readonly string[] {
  const text = lines[line - 1];
  if (text === undefined || text.trim() === '') return [];
  const width = String(line).length;
  const start = column > FRAME_WIDTH - LEAD ? column - 1 - LEAD : 0;
  const row = (mark: string, number: number, content: string): string =>
    `${mark} ${paint.dim(`${String(number).padStart(width)} |`)} ${crop(content, start)}`.trimEnd();
  const before = lines[line - 2];
  // A tab stays a tab, so that the caret stands below its character whatever the tab width is.
  const indent = text.slice(start, column - 1).replaceAll(/[^\t]/g, ' ');
  return [
    ...(before === undefined ? [] : [row(' ', line - 1, before)]),
    row(paint.caret('>'), line, text),
    `  ${' '.repeat(width)} ${paint.dim('|')} ${indent}${paint.caret('^')}`,
  ];
}

function crop(text: string, start: number): string {
  return visible(text.slice(start, start + FRAME_WIDTH));
}

const CONTROLS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

function visible(text: string): string {
  return text.replaceAll(CONTROLS, character => (character === '\t' ? character : '\ufffd'));
}

function same(text: string): string {
  return text;
}
