import {setImmediate} from 'node:timers/promises';
import {expect, it} from 'vitest';
import {OPEN} from '../../../src/core/dependency-graph.ts';
import type {EventReport} from '../../../src/core/event.ts';
import {type ProcessRow, ProcessTable} from '../../../src/os/process-table.ts';
import {Lifecycle} from '../../../src/supervisor/lifecycle.ts';
import {LogStore} from '../../../src/supervisor/log-store.ts';
import {makePlan} from '../../../src/supervisor/plans.ts';
import {createRunHost} from '../../../src/supervisor/run-host.ts';
import {livingChildren} from '../../rig/living-children.ts';
import {waitUntilNoneMarked} from '../../rig/marked-processes.ts';
import {sampleProcess} from '../../rig/sample-config.ts';
import {StillClock} from '../../rig/still-clock.ts';

const INSTANCE = `survivors-${process.pid}`;
const LIMITS = {maxLines: 1000, maxBytes: 100_000, maxLineBytes: 1000};
/** Linux gives no such pid to anybody, so that no signal arrives. */
const IMMORTAL_PID = 2 ** 22 + 1;
/** How long SIGKILL is given. */
const KILL_MS = 2000;

/** The processes there are, and one that nothing ends, as if the kernel held it. */
class HauntedTable extends ProcessTable {
  isHaunted = true;

  override async rows(): Promise<readonly ProcessRow[]> {
    const rows = await super.rows();
    return this.isHaunted ? [...rows, IMMORTAL] : rows;
  }
}

const IMMORTAL: ProcessRow = {
  pid: IMMORTAL_PID,
  parent: 1,
  group: IMMORTAL_PID,
  session: IMMORTAL_PID,
  isZombie: false,
  isSuspended: false,
  isInForeground: false,
  startTime: '1',
  cpuMs: 0,
  memoryBytes: 0,
  command: 'immortal',
  hasMark: mark => [`PROX_INSTANCE=${INSTANCE}`, 'PROX_PROCESS=web'].includes(mark),
};

it('starts that wait for the end of what cannot be ended make one child in the end', async () => {
  const {clock, table, log, host, life} = haunted();
  life.dispatch({type: 'start'});
  await life.until(({status}) => status === 'running');
  process.kill(-(life.view.run?.pid ?? 0), 'SIGKILL');
  await life.until(({status}) => status === 'crashed');
  await said(log, /did not obey .* killed: immortal/);
  life.dispatch({type: 'start'});
  clock.advance(KILL_MS);
  await life.until(({status}) => status === 'crashed');

  life.dispatch({type: 'start'});
  table.isHaunted = false;
  await life.until(({status}) => status === 'running');
  await life.runs.clear();
  for (let turn = 0; turn < 100; turn++) await setImmediate();

  const {pid} = life.view.run ?? {};
  const children = await livingChildren(INSTANCE, ['web']);
  expect(children.get('web')).toEqual([pid]);
  life.dispatch({type: 'stop'});
  await life.until(({status}) => status === 'stopped');
  await waitUntilNoneMarked(`PROX_INSTANCE=${INSTANCE}`);
  host.guardian.dismiss();
});

it('a stop that leaves something behind tells what', async () => {
  const {clock, table, log, host, life, events} = haunted();
  life.dispatch({type: 'start'});
  await life.until(({status}) => status === 'running');
  life.dispatch({type: 'stop'});
  await said(log, /did not obey .* killed: .*immortal/);
  clock.advance(KILL_MS);
  await life.until(({status}) => status === 'crashed');
  expect(events.at(-1)).toMatchObject({
    type: 'process.stopped',
    message: `web was stopped, but is not gone: still alive after SIGKILL: ${IMMORTAL_PID}`,
    details: {survivors: [IMMORTAL_PID]},
  });

  table.isHaunted = false;
  life.dispatch({type: 'stop'});
  await life.until(({status}) => status === 'stopped');
  expect(events.at(-1)?.message).toBe('web stopped');
  host.guardian.dismiss();
});

/** A lifecycle whose process has a member that does not end. */
function haunted() {
  const events: EventReport[] = [];
  const clock = new StillClock();
  const table = new HauntedTable();
  const log = new LogStore({clock, limits: LIMITS, processes: ['web']});
  const host = createRunHost({
    instance: INSTANCE,
    clock,
    log,
    limits: LIMITS,
    saveLedger: async () => undefined,
    report: event => events.push(event),
  });
  const world = {instance: INSTANCE, apiUrl: '', isTerminal: false, extraEnv: {}};
  const config = sampleProcess({cmd: 'sleep 1000 & wait', cwd: '/', stopTimeoutMs: 0});
  const life = new Lifecycle({
    config,
    host: {...host, table},
    makePlan: async known => makePlan(known, world),
    gate: () => OPEN,
    onChange: () => undefined,
  });
  return {clock, table, log, host, life, events};
}

async function said(log: LogStore, pattern: RegExp): Promise<void> {
  const done = new AbortController();
  for await (const {entries} of log.follow({sinceSeq: 0}, done.signal)) {
    if (entries.some(({line}) => pattern.test(line))) done.abort();
  }
}
