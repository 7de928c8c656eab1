export interface Cell {
  readonly text: string;
  /** Applied after the text was padded, so that colours do not count as width. */
  readonly paint?: (text: string) => string;
}

const GAP = '  ';

/** Lines of columns that are as wide as their widest cell; the last one is not padded. */
export function renderTable(rows: readonly (readonly Cell[])[]): string {
  const widths = columnWidths(rows);
  return rows.map(row => renderRow(row, widths)).join('\n');
}

/** How wide it comes out. */
export function tableWidth(rows: readonly (readonly Cell[])[]): number {
  const widths = columnWidths(rows);
  const gaps = GAP.length * Math.max(0, widths.length - 1);
  return widths.reduce((sum, width) => sum + width, gaps);
}

function columnWidths(rows: readonly (readonly Cell[])[]): readonly number[] {
  const columns = Math.max(0, ...rows.map(row => row.length));
  return Array.from({length: columns}, (_, column) =>
    Math.max(...rows.map(row => row[column]?.text.length ?? 0)),
  );
}

function renderRow(row: readonly Cell[], widths: readonly number[]): string {
  const cells = row.map(({text, paint}, column) => {
    const isLast = column === row.length - 1;
    const padded = isLast ? text : text.padEnd(widths[column] ?? 0);
    return paint === undefined ? padded : paint(padded);
  });
  return cells.join(GAP).trimEnd();
}
