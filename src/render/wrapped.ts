export interface WrapOptions {
  readonly separator: string;
  /** What already stands in the first line. */
  readonly before: number;
  /** Blanks at the start of every further line. */
  readonly indent: number;
  readonly width: number;
}

/** The items with the separator in between, in as many lines as they need; none is cut. */
export function wrapItems(items: readonly string[], options: WrapOptions): string {
  const {separator, before, indent, width} = options;
  let text = '';
  let column = before;
  for (const [index, item] of items.entries()) {
    const isLast = index === items.length - 1;
    const part = isLast ? item : item + separator;
    if (index > 0 && column + part.trimEnd().length > width) {
      text = `${text.trimEnd()}\n${' '.repeat(indent)}`;
      column = indent;
    }
    text += part;
    column += part.length;
  }
  return text;
}
