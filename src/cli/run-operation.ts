import {toWire} from '../api/wire.ts';
import {ExitCode, ProxError} from '../core/errors.ts';
import type {Prox} from '../core/prox.ts';
import type {Invocation, Outcome} from './context.ts';
import {checkNames} from './process-names.ts';
import {currentSeq, settle} from './settle.ts';

const PAST = {start: 'started', stop: 'stopped', restart: 'restarted'} as const;

export interface Operation {
  readonly prox: Prox;
  readonly names: readonly string[];
  readonly verb: keyof typeof PAST;
}

/** How it went for one process; what `--json` prints. */
interface Result {
  readonly process: string;
  readonly success: boolean;
  readonly error: string | undefined;
  readonly code: string | undefined;
}

/**
 * Starts, stops or restarts all named processes at the same time, and tells how each went. What was
 * started must also live on for a moment.
 */
export async function runOperation(operation: Operation, invocation: Invocation): Promise<Outcome> {
  const {prox, verb} = operation;
  const names = [...new Set(operation.names)];
  await checkNames(prox, names);
  const sinceSeq = await currentSeq(prox);
  const attempts = names.map(async name => attempt(name, operation, invocation));
  let results: readonly Result[] = await Promise.all(attempts);
  if (verb !== 'stop') results = await withCrashes(results, {prox, sinceSeq, invocation});
  const {output, options} = invocation;
  if (options.isSet('json')) await output.print(JSON.stringify(toWire({results})));
  else {
    const done = results.filter(({success}) => success);
    for (const {process} of done) await output.report(`${process} ${PAST[verb]}`);
  }
  return results.every(({success}) => success) ? ExitCode.done : ExitCode.failed;
}

async function attempt(
  name: string,
  {prox, verb}: Operation,
  {output}: Invocation,
): Promise<Result> {
  try {
    await prox[verb]({name});
  } catch (error) {
    if (!(error instanceof ProxError) || error.code === 'UNREACHABLE') throw error;
    await output.complain(`prox: ${error.message}`);
    if (error.hint !== undefined) await output.complain(error.hint);
    return {process: name, success: false, error: error.message, code: error.code};
  }
  return {process: name, success: true, error: undefined, code: undefined};
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
