import type {Model} from './model.ts';

/** How the rows of the screen are shared out: header, panel, a rule, the view, footer. */
export interface Layout {
  readonly columns: number;
  /** All, one less than the terminal has: who writes its last row makes it scroll. */
  readonly rows: number;
  readonly panelRows: number;
  /** Of processes beside each other. */
  readonly panelColumns: number;
  /** At least 1, also where the terminal has no room for it: then what stands above it goes. */
  readonly bodyRows: number;
}

const HEADER_RULE_FOOTER = 3;
/** A list has its titles in one. */
const MIN_BODY_ROWS = 2;
const PANEL_SHARE = 1 / 3;
const PANEL_CELL = 44;
/** Who reads on a lower screen needs all of it. */
const MIN_ROWS_TO_READ_BESIDE = 20;

export function layoutOf({size, processes, look, mode}: Model): Layout {
  const columns = Math.max(size.columns, 1);
  const rows = Math.max(size.rows - 1, 1);
  const panelColumns = Math.max(1, Math.floor(columns / PANEL_CELL));
  const isReading = mode.type === 'help' || mode.type === 'page';
  const hasPanel = look.hasPanel && !(isReading && rows < MIN_ROWS_TO_READ_BESIDE);
  const wanted = hasPanel ? Math.ceil(processes.length / panelColumns) : 0;
  const share = Math.max(1, Math.floor(rows * PANEL_SHARE));
  const room = Math.max(0, rows - HEADER_RULE_FOOTER - MIN_BODY_ROWS);
  const panelRows = Math.min(wanted, share, room);
  const bodyRows = Math.max(1, rows - HEADER_RULE_FOOTER - panelRows);
  return {columns, rows, panelRows, panelColumns, bodyRows};
}

/** How many requests or events are seen: their titles take a row where there are two. */
export function listRowsOf(model: Model): number {
  return Math.max(1, layoutOf(model).bodyRows - 1);
}
