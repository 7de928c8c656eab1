/** A line that is typed, with the cursor before the `cursor`-th UTF-16 unit. */
export interface LineEdit {
  readonly text: string;
  readonly cursor: number;
}

const segmenter = new Intl.Segmenter();

export function lineOf(text: string): LineEdit {
  return {text, cursor: text.length};
}

export function inserted({text, cursor}: LineEdit, added: string): LineEdit {
  return {
    text: text.slice(0, cursor) + added + text.slice(cursor),
    cursor: cursor + added.length,
  };
}

/** As a key of an editor changes it; undefined when it is no such key. */
export function edited(line: LineEdit, key: string): LineEdit | undefined {
  const {text, cursor} = line;
  switch (key) {
    case 'backspace':
      return without(text, before(line), cursor);
    case 'delete':
      return without(text, cursor, after(line));
    case 'left':
      return {text, cursor: before(line)};
    case 'right':
      return {text, cursor: after(line)};
    case 'home':
    case 'ctrl-a':
      return {text, cursor: 0};
    case 'end':
    case 'ctrl-e':
      return {text, cursor: text.length};
    case 'ctrl-u':
      return without(text, 0, cursor);
    case 'ctrl-k':
      return without(text, cursor, text.length);
    case 'ctrl-w':
      return without(text, wordBefore(line), cursor);
    default:
      return undefined;
  }
}

function without(text: string, from: number, to: number): LineEdit {
  return {text: text.slice(0, from) + text.slice(to), cursor: from};
}

/** Where the character before the cursor begins. */
function before({text, cursor}: LineEdit): number {
  return [...segmenter.segment(text.slice(0, cursor))].at(-1)?.index ?? 0;
}

function after({text, cursor}: LineEdit): number {
  const [next] = segmenter.segment(text.slice(cursor));
  return cursor + (next?.segment.length ?? 0);
}

function wordBefore({text, cursor}: LineEdit): number {
  return Math.max(0, text.slice(0, cursor).search(/\S+\s*$/));
}
