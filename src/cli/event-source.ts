import {join} from 'node:path';
import {ProxError} from '../core/errors.ts';
import type {EventPage, EventQuery, ProxEvent} from '../core/event.ts';
import type {Prox} from '../core/prox.ts';
import {stateDirOf, isOwnFolder} from '../daemon/state-dir.ts';
import {connect, projectOf} from './connect.ts';
import type {Invocation} from './context.ts';
import {groupedNames, knownWords, namesOf} from './process-names.ts';

/** Where events can be read: a prox that runs, or what an earlier one has left. */
export interface EventSource {
  events(query: EventQuery): Promise<EventPage>;
  names(): Promise<EventNames>;
}

export interface EventNames {
  readonly ofProcesses: readonly string[];
  /** All that may be asked for; undefined: nobody can tell. */
  readonly known: readonly string[] | undefined;
}

/** Of the prox that runs; where none does, of the file that it has left, with a note. @throws ProxError NOT_RUNNING */
export async function eventSource(invocation: Invocation): Promise<EventSource> {
  try {
    const {prox} = await connect(invocation);
    return ofProx(prox);
  } catch (error) {
    if (!(error instanceof ProxError) || error.code !== 'NOT_RUNNING') throw error;
    const kept = await keptEvents(invocation);
    if (kept === undefined) throw error;
    await invocation.output.note('prox: no prox is running here; these are of earlier runs');
    return ofFile(kept, invocation);
  }
}

function ofProx(prox: Prox): EventSource {
  return {
    events: async query => prox.events(query),
    names: async () => {
      const processes = await prox.processes();
      return {ofProcesses: namesOf(processes), known: knownWords(groupedNames(processes))};
    },
  };
}

async function keptEvents(invocation: Invocation): Promise<readonly ProxEvent[] | undefined> {
  const project = await projectOf(invocation);
  if (project === undefined) return undefined;
  const stateDir = stateDirOf(project.dir);
  if (!(await isOwnFolder(stateDir))) return undefined;
  const {EVENTS_FILE, readEvents} = await import('../daemon/event-file.ts');
  return readEvents(join(stateDir, EVENTS_FILE));
}

async function ofFile(kept: readonly ProxEvent[], {clock}: Invocation): Promise<EventSource> {
  const {EventLog} = await import('../app/event-log.ts');
  const log = new EventLog({clock, journal: {kept, ...READ_ONLY}});
  const ofProcesses = new Set(kept.flatMap(({process}) => process ?? []));
  return {
    events: async query => log.query(query),
    names: async () => ({ofProcesses: [...ofProcesses], known: undefined}),
  };
}

const READ_ONLY = {append: () => {}, acknowledge: () => {}, flush: async () => {}};
