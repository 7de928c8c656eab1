import {type Cell, tableWidth} from './table.ts';

export type Rows = readonly (readonly Cell[])[];

export interface FitOptions {
  readonly columns: number | undefined;
  /** Titles of columns that a narrow terminal goes without, in this order. */
  readonly spared: readonly string[];
}

/** Shorter than this no name becomes. */
const MIN_NAME_WIDTH = 8;

/** Rows as wide as the terminal, titles first: without some columns, and with names cut, where they must be. */
export function fitTable(rows: Rows, {columns = Infinity, spared}: FitOptions): Rows {
  let fitting = rows;
  for (const title of spared) {
    if (tableWidth(fitting) <= columns) break;
    const index = fitting[0]?.findIndex(({text}) => text === title);
    fitting = fitting.map(row => row.filter((_, column) => column !== index));
  }
  return cutNames(fitting, tableWidth(fitting) - columns);
}

function cutNames(rows: Rows, excess: number): Rows {
  if (excess <= 0) return rows;
  const widest = Math.max(0, ...rows.map(([name]) => name?.text.length ?? 0));
  const width = Math.max(MIN_NAME_WIDTH, widest - excess);
  return rows.map(row =>
    row.map((cell, column) => (column === 0 ? {...cell, text: cut(cell.text, width)} : cell)),
  );
}

/** The beginning of a text that is too long for its place. */
export function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}
