import {ExitCode, ProxError} from '../core/errors.ts';
import type {Prox} from '../core/prox.ts';
import {connect} from './connect.ts';
import type {Invocation, Outcome} from './context.ts';

/** `prox events ack`: all, or those with these ids; one that is not kept is named, and exit code 1. */
export async function acknowledgeEvents(
  ids: readonly string[],
  invocation: Invocation,
): Promise<Outcome> {
  const wanted = checkIds(ids, invocation);
  const {output, options} = invocation;
  const {prox} = await connect(invocation);
  const {acknowledged, notFound} = wanted === 'all' ? await all(prox) : await each(wanted, prox);
  for (const id of notFound) await output.complain(`prox: No such event: ${id}`);
  const success = notFound.length === 0;
  if (options.isSet('json')) {
    await output.print(JSON.stringify({success, acknowledged, not_found: notFound}));
  } else if (acknowledged > 0 || success) {
    await output.report(acknowledged === 1 ? '1 acknowledged' : `${acknowledged} acknowledged`);
  }
  return success ? ExitCode.done : ExitCode.failed;
}

interface Result {
  readonly acknowledged: number;
  readonly notFound: readonly number[];
}

async function all(prox: Prox): Promise<Result> {
  const {acknowledged} = await prox.acknowledgeEvents({all: true});
  return {acknowledged, notFound: []};
}

/** One by one, for only so prox tells which ids it does not know. */
async function each(ids: readonly number[], prox: Prox): Promise<Result> {
  const notFound: number[] = [];
  for (const id of ids) {
    try {
      await prox.acknowledgeEvent({id});
    } catch (error) {
      if (!(error instanceof ProxError) || error.code !== 'EVENT_NOT_FOUND') throw error;
      notFound.push(id);
    }
  }
  return {acknowledged: ids.length - notFound.length, notFound};
}

function checkIds(ids: readonly string[], {options}: Invocation): readonly number[] | 'all' {
  const isAll = options.isSet('all');
  if (isAll === ids.length > 0) {
    const detail = '`events ack` takes either the ids of events or --all';
    throw new ProxError('USAGE', {detail, hint: 'The ids are the first column of `prox events`.'});
  }
  const wrong = ids.find(id => !/^\d{1,15}$/.test(id));
  if (wrong !== undefined) {
    throw new ProxError('USAGE', {detail: `the id of an event is a number, not '${wrong}'`});
  }
  return isAll ? 'all' : [...new Set(ids.map(Number))];
}
