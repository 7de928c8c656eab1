import {cells, columnsOf} from './cells.ts';

const CUT = '…';

/** Harmless text in at most so many columns; `…` stands for what had to go. */
export function fit(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  if (columns < 1) return '';
  let end = 0;
  let left = columns - 1;
  for (const cell of cells(text)) {
    left -= cell.columns;
    if (left < 0) break;
    end = cell.to;
  }
  return text.slice(0, end) + CUT;
}

/** Harmless text in exactly so many columns: cut or filled with spaces. */
export function pad(text: string, columns: number): string {
  const fitted = fit(text, columns);
  return fitted + ' '.repeat(Math.max(0, columns - columnsOf(fitted)));
}
