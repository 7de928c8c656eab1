import {toWire} from '../api/wire.ts';
import {waves} from '../core/dependency-graph.ts';
import {type ErrorCode, ERRORS, ExitCode, isErrorCode, ProxError} from '../core/errors.ts';
import type {ProcessSummary} from '../core/process-report.ts';
import type {Prox} from '../core/prox.ts';
import type {Invocation, Outcome} from './context.ts';
import {expandNames, groupedNames} from './process-names.ts';
import {currentSeq, settle} from './settle.ts';
import {tellOfWait} from './tell-of-wait.ts';

const PAST = {start: 'started', stop: 'stopped', restart: 'restarted'} as const;
type Verb = keyof typeof PAST;

/** There is nothing to do, which is no failure for a member of a group. */
const MOOT: Readonly<Partial<Record<Verb, ErrorCode>>> = {
  start: 'PROCESS_ALREADY_RUNNING',
  stop: 'PROCESS_NOT_RUNNING',
};

export interface Operation {
  readonly prox: Prox;
  /** Of processes and groups. */
  readonly names: readonly string[];
  readonly verb: Verb;
}

/** How it went for one process; what `--json` prints. */
interface Result {
  readonly process: string;
  readonly success: boolean;
  readonly error: string | undefined;
  readonly code: string | undefined;
}

/**
 * Starts, stops or restarts all named processes and members of groups in the order of their dependencies,
 * and tells how each went. What was started must also live on for a moment.
 */
export async function runOperation(operation: Operation, invocation: Invocation): Promise<Outcome> {
  const {prox, verb} = operation;
  const {processes} = await prox.processes();
  const asked = expandNames(operation.names, groupedNames({processes}));
  const names = asked.filter(name => !isDone(name, operation, processes));
  const sinceSeq = await currentSeq(prox);
  const tried: Result[] = [];
  for (const wave of inOrder(names, processes, verb)) {
    tried.push(
      ...(await Promise.all(wave.map(async name => attempt(name, operation, invocation)))),
    );
  }
  let results: readonly Result[] = tried.filter(result => !isMoot(result, operation));
  if (verb !== 'stop') results = await withCrashes(results, {prox, sinceSeq, invocation});
  if (asked.length > 0 && results.length === 0) {
    await invocation.output.note(`prox: nothing to do for ${asked.join(', ')}`);
  }
  await tell(results, verb, invocation);
  return outcomeOf(results);
}

async function tell(
  results: readonly Result[],
  verb: Verb,
  {output, options}: Invocation,
): Promise<void> {
  if (options.isSet('json')) return output.print(JSON.stringify(toWire({results})));
  const done = results.filter(({success}) => success);
  for (const {process} of done) await output.report(`${process} ${PAST[verb]}`);
}

/** That of the first failure: one in prox.yaml is another than one of the process. */
function outcomeOf(results: readonly Result[]): number {
  const failure = results.find(({success}) => !success);
  if (failure === undefined) return ExitCode.done;
  const {code = ''} = failure;
  return isErrorCode(code) ? ERRORS[code].exit : ExitCode.failed;
}

/** Who is needed starts before those who need it, and stops after them. */
function inOrder(
  names: readonly string[],
  processes: readonly ProcessSummary[],
  verb: Verb,
): readonly (readonly string[])[] {
  const edges = new Map(
    processes.map(({name, dependsOn}) => [name, dependsOn.map(needed => needed.name)]),
  );
  const neededFirst = waves(names, edges);
  return verb === 'stop' ? neededFirst.toReversed() : neededFirst;
}

async function attempt(
  name: string,
  operation: Operation,
  {output, clock}: Invocation,
): Promise<Result> {
  const {prox, verb} = operation;
  try {
    await tellOfWait(name, async () => prox[verb]({name}), {prox, output, clock});
  } catch (error) {
    if (!(error instanceof ProxError) || error.code === 'UNREACHABLE') throw error;
    const failure = {process: name, success: false, error: error.message, code: error.code};
    if (!isMoot(failure, operation)) {
      await output.complain(`prox: ${error.message}`);
      if (error.hint !== undefined) await output.complain(error.hint);
    }
    return failure;
  }
  return {process: name, success: true, error: undefined, code: undefined};
}

/** A task that has done its work is not done again along with others. */
function isDone(
  name: string,
  {names, verb}: Operation,
  processes: readonly ProcessSummary[],
): boolean {
  if (verb !== 'start' || names.includes(name)) return false;
  return processes.some(process => process.name === name && process.status === 'completed');
}

/** Only for who was not named itself. */
function isMoot({process, code}: Result, {names, verb}: Operation): boolean {
  return code !== undefined && code === MOOT[verb] && !names.includes(process);
}

async function withCrashes(
  results: readonly Result[],
  options: {readonly prox: Prox; readonly sinceSeq: number; readonly invocation: Invocation},
): Promise<readonly Result[]> {
  const {prox, sinceSeq, invocation} = options;
  const {output, clock} = invocation;
  const names = results.filter(({success}) => success).map(({process}) => process);
  const startedAt = clock.monotonic();
  const crashes = await settle({prox, names, output, clock, startedAt, sinceSeq});
  return results.map(result => {
    const crash = crashes.find(({name}) => name === result.process);
    if (crash === undefined) return result;
    return {...result, success: false, error: crash.text, code: 'PROCESS_NOT_RUNNING'};
  });
}
