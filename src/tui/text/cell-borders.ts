import {cells, type Cell} from './cells.ts';

/** Finds the cells that offsets lie in. One pass over the text, however many offsets there are. */
export class CellBorders {
  readonly #cells: Iterator<Cell, void>;
  #cell: Cell | undefined = {from: 0, to: 0, columns: 0};

  constructor(text: string) {
    this.#cells = cells(text);
  }

  /** The borders before and after the offset, which is both if it is one. Offsets must ascend. */
  around(offset: number): {start: number; end: number} {
    while (this.#cell !== undefined && this.#cell.to <= offset) {
      this.#cell = this.#cells.next().value ?? undefined;
    }
    if (this.#cell === undefined || this.#cell.from === offset) return {start: offset, end: offset};
    return {start: this.#cell.from, end: this.#cell.to};
  }
}
