import type {ProcessStatus} from '../core/process-state.ts';
import type {StartUpTimes} from '../core/start-up-report.ts';
import type {Paint} from './paint.ts';

interface Phase {
  readonly glyph: string;
  readonly meaning: string;
  /** When it begins; it lasts until the next that is known. */
  readonly msOf: (times: StartUpTimes) => number | undefined;
}

const PHASES: readonly Phase[] = [
  {glyph: '·', meaning: 'waits', msOf: ({askedMs}) => askedMs},
  {glyph: '░', meaning: 'starts', msOf: ({spawnedMs}) => spawnedMs},
  {glyph: '▒', meaning: 'first line', msOf: ({firstLineMs}) => firstLineMs},
  {glyph: '▓', meaning: 'port open', msOf: ({portOpenMs}) => portOpenMs},
  {glyph: '█', meaning: 'healthy or done', msOf: doneMs},
];

/** What is to be said of the glyphs. */
export const BAR_LEGEND: readonly string[] = PHASES.map(
  ({glyph, meaning}) => `${glyph} ${meaning}`,
);

/** A process without a healthcheck is ready as soon as it runs: nothing to see. */
function doneMs({kind, healthyMs, readyMs}: StartUpTimes): number | undefined {
  return healthyMs ?? (kind === 'process' ? undefined : readyMs);
}

/** Its next step is still to come. */
const IS_UNDER_WAY: Readonly<Record<ProcessStatus, boolean>> = {
  waiting: true,
  blocked: false,
  starting: true,
  running: true,
  stopping: false,
  stopped: false,
  completed: false,
  crashed: false,
};

/** `ms` are `width` columns. */
export interface BarScale {
  readonly ms: number;
  readonly width: number;
}

/** Begins after as many blanks as it was asked for late. */
export function barOf(times: StartUpTimes, scale: BarScale): string {
  const columnOf = (ms: number): number => Math.round((ms / scale.ms) * (scale.width - 1));
  const marks = PHASES.flatMap(({glyph, msOf}) => {
    const ms = msOf(times);
    if (ms === undefined) return [];
    return [{glyph, column: columnOf(ms)}];
  });
  const end = isUnderWay(times) ? scale.width - 1 : columnOf(lastMs(times));
  const glyphs = Array.from(
    {length: end + 1},
    (_, at) => marks.findLast(({column}) => column <= at)?.glyph ?? ' ',
  );
  return glyphs.join('');
}

/** Its bar is to go on to the end. */
export function isUnderWay({readyMs, status}: StartUpTimes): boolean {
  return readyMs === undefined && IS_UNDER_WAY[status];
}

/** Of the last step that is known, or of its failure. */
export function lastMs(times: StartUpTimes): number {
  const {readyMs = 0, failedMs = 0} = times;
  return Math.max(readyMs, failedMs, ...PHASES.map(({msOf}) => msOf(times) ?? 0));
}

export function paintBar(bar: string, paint: Paint): string {
  return bar
    .replaceAll(/·+/g, part => paint.dim(part))
    .replaceAll(/[░▒▓]+/g, part => paint.busy(part))
    .replaceAll(/█+/g, part => paint.good(part));
}
