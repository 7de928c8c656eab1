import type {ProcessRow} from './process-table.ts';

export interface ProcStat extends Pick<
  ProcessRow,
  'parent' | 'group' | 'session' | 'isZombie' | 'isSuspended' | 'isInForeground' | 'startTime'
> {
  readonly name: string;
  /** Of user and system. */
  readonly cpuTicks: number;
  readonly residentPages: number;
  /**
   * Where arguments and environment lie in memory: an exec puts them elsewhere, and a fork before it has
   * those of its parent. Zeros for who may not look, who cannot read the environment either.
   */
  readonly image: string;
}

const STATE_FIELD = 3;
const FOREGROUND_GROUP_FIELD = 8;
const USER_TICKS_FIELD = 14;
const SYSTEM_TICKS_FIELD = 15;
const START_TIME_FIELD = 22;
const RESIDENT_PAGES_FIELD = 24;
const ARG_START_FIELD = 48;
const ENV_END_FIELD = 51;

/**
 * A line of `/proc/<pid>/stat` (proc_pid_stat(5)); undefined when it is cut off. The name in brackets may
 * hold anything, also ` ) R 1 2`: the fields are counted from the last bracket.
 */
export function parseStat(stat: string): ProcStat | undefined {
  const nameEnd = stat.lastIndexOf(')');
  const fields = stat.slice(nameEnd + 2).split(' ');
  const [state, parent, group, session] = fields;
  const numberAt = (field: number): number => Number(fields[field - STATE_FIELD] ?? 0);
  const startTime = fields[START_TIME_FIELD - STATE_FIELD] ?? '';
  if (!/^\d+$/.test(startTime)) return undefined;
  return {
    name: stat.slice(stat.indexOf('(') + 1, nameEnd),
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    isZombie: state === 'Z' || state === 'X',
    isSuspended: state === 'T',
    isInForeground: Number(group) === numberAt(FOREGROUND_GROUP_FIELD),
    startTime,
    cpuTicks: numberAt(USER_TICKS_FIELD) + numberAt(SYSTEM_TICKS_FIELD),
    residentPages: numberAt(RESIDENT_PAGES_FIELD),
    image: fields.slice(ARG_START_FIELD - STATE_FIELD, ENV_END_FIELD - STATE_FIELD + 1).join(' '),
  };
}
