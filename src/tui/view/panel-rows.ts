import {describeBriefly} from '../../core/blockers.ts';
import type {ProcessSummary} from '../../core/process-report.ts';
import {STATUS_TONE, type Tone} from '../../core/status-tone.ts';
import {timeOfDay} from '../../render/time-of-day.ts';
import {isUnwell} from '../../render/status-table.ts';
import {layoutOf} from '../model/layout.ts';
import {isShown, type Model, subject} from '../model/model.ts';
import {columnsOf} from '../text/cells.ts';
import {fit, pad} from '../text/labels.ts';
import {readable} from './readable.ts';
import {styled, type Theme} from './theme.ts';

/** The mark of a state, beside its word. */
const MARKS: Readonly<Record<Tone, string>> = {good: '●', busy: '◐', bad: '✗', dim: '○'};
/** Nobody tells how it is now. */
const UNKNOWN = '?';
const DIGITS = 9;
/** `[1] ● `, what is left of it being for the name and the state. */
const HEAD_WIDTH = 6;
const MAX_NAME_SHARE = 1 / 2;

/** `[1] ● web  running healthy :3000`, several beside each other where there is room. */
export function panelRows(model: Model, theme: Theme): readonly string[] {
  const {panelRows: height, panelColumns, columns} = layoutOf(model);
  const {processes} = model;
  const rowCount = Math.ceil(processes.length / panelColumns);
  const chosen = processes.findIndex(({name}) => name === subject(model)?.name);
  const first = firstRow({chosen: chosen % Math.max(rowCount, 1), height, rowCount});
  const width = Math.floor(columns / panelColumns);
  return Array.from({length: height}, (_, row) =>
    Array.from({length: panelColumns}, (_unused, column) => {
      const index = column * rowCount + first + row;
      const process = first + row < rowCount ? processes[index] : undefined;
      return process === undefined ? '' : cell({model, theme, process, index, width});
    }).join(''),
  );
}

/** The chosen one is always seen. */
function firstRow(place: {
  readonly chosen: number;
  readonly height: number;
  readonly rowCount: number;
}): number {
  const {chosen, height, rowCount} = place;
  const middle = chosen - Math.floor(height / 2);
  return Math.max(0, Math.min(middle, rowCount - height));
}

interface CellOptions {
  readonly model: Model;
  readonly theme: Theme;
  readonly process: ProcessSummary;
  readonly index: number;
  readonly width: number;
}

/** Exactly so wide, with a space behind it. */
function cell({model, theme, process, index, width}: CellOptions): string {
  const {paint, marked} = theme;
  const isKnown = model.link.type !== 'lost';
  const tone = isKnown ? toneOf(process) : 'dim';
  const mark = isKnown ? MARKS[tone] : UNKNOWN;
  const room = Math.max(0, width - HEAD_WIDTH - 1);
  const nameWidth = nameWidthIn(model.processes, room);
  const key = index < DIGITS ? `[${index + 1}]` : '   ';
  const name = pad(readable(process.name), nameWidth);
  const state = fit(stateText(process, model), Math.max(0, room - nameWidth - 1));
  const filler = ' '.repeat(Math.max(0, room - nameWidth - 1 - columnsOf(state)) + 1);
  if (subject(model)?.name === process.name) {
    return `${styled(marked, `${key} ${mark} ${name} ${state}`)}${filler}`;
  }
  const label = isShown(model.shown, process.name) ? paint.process(index, name) : paint.dim(name);
  return `${paint.dim(key)} ${paint[tone](mark)} ${label} ${paint[tone](state)}${filler}`;
}

function toneOf(process: ProcessSummary): Tone {
  return isUnwell(process) ? 'bad' : STATUS_TONE[process.status];
}

/** As wide as the widest, but no wider than leaves room for the states. */
function nameWidthIn(processes: readonly ProcessSummary[], room: number): number {
  const widest = Math.max(0, ...processes.map(({name}) => columnsOf(readable(name))));
  return Math.min(widest, Math.floor(room * MAX_NAME_SHARE));
}

/** `running healthy :3000`, `waiting (for db)`, `crashed (exit code 1) until 10:32:05`, when it is started again. */
function stateText(process: ProcessSummary, {processes, processesAt, link}: Model): string {
  const {health, port, restarts, watchPaused, portConflict, nextRestartMs} = process;
  const brief = describeBriefly({...process, nextRestartMs: undefined}, processes);
  const facts = [
    ...(link.type === 'lost' ? ['was'] : []),
    brief,
    // Not in how long: that would be true for a moment only.
    ...(nextRestartMs === undefined ? [] : [`until ${timeOfDay(processesAt + nextRestartMs)}`]),
    ...(health === 'unknown' ? [] : [health]),
    ...(port === undefined ? [] : [`:${port}`]),
    ...(restarts === 0 ? [] : [`↻${restarts}`]),
    ...(portConflict === undefined ? [] : [`port ${portConflict.port} is taken`]),
    ...(watchPaused && !brief.includes('watch paused') ? ['watch paused'] : []),
  ];
  return readable(facts.join(' '));
}
