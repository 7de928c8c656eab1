import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import type {ProcessRow} from './process-table.ts';

const COLUMNS = 'pid=,ppid=,pgid=,stat=,time=,rss=,lstart=,args=';
const ROW =
  /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+([\d:.-]+)\s+(\d+)\s+(\S+\s+\S+\s+\d+\s+\S+\s+\d+)(?:\s+(.*))?$/;
const MAX_COMMAND = 200;
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** All processes, for systems without /proc. */
export async function readPs(): Promise<ProcessRow[]> {
  const {stdout} = await promisify(execFile)('ps', ['-Ao', COLUMNS], {
    env: {...process.env, LC_ALL: 'C'},
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  return stdout.split('\n').flatMap(line => parsePsRow(line) ?? []);
}

/** A row of `ps -o pid=,ppid=,pgid=,stat=,time=,rss=,lstart=,args=` in the C locale. */
export function parsePsRow(line: string): ProcessRow | undefined {
  const match = ROW.exec(line);
  if (!match) return undefined;
  const [, pid, parent, group, state = '', time = '', kilobytes] = match;
  const [startTime = '', command = ''] = match.slice(7);
  return {
    pid: Number(pid),
    parent: Number(parent),
    group: Number(group),
    // ps has no portable column for it: a session's leader leads a group of the same id.
    session: Number(group),
    isZombie: state.startsWith('Z'),
    isSuspended: state.startsWith('T'),
    isInForeground: state.includes('+'),
    startTime: startTime.replaceAll(/\s+/g, ' '),
    cpuMs: parseTime(time),
    memoryBytes: Number(kilobytes) * 1024,
    command: command.slice(0, MAX_COMMAND),
    hasMark: () => false,
  };
}

const UNIT_SECONDS = [1, 60, 3600, 86_400];

/** In ms, of `[[days-]hours:]minutes:seconds[.hundredths]`. */
function parseTime(time: string): number {
  const parts = time.split(/[-:]/).toReversed();
  const seconds = parts.reduce((sum, part, place) => {
    return sum + Number(part) * (UNIT_SECONDS[place] ?? 0);
  }, 0);
  return Math.round(seconds * 1000);
}
