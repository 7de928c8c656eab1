import {ExitCode, ProxError} from '../core/errors.ts';
import type {Prox} from '../core/prox.ts';
import {checkNames} from './check-names.ts';
import type {Invocation, Outcome} from './context.ts';
import {currentSeq, settle} from './settle.ts';

const PAST = {start: 'started', stop: 'stopped', restart: 'restarted'} as const;

export interface Action {
  readonly prox: Prox;
  readonly names: readonly string[];
  readonly verb: keyof typeof PAST;
}

/**
 * Does it to all named processes at the same time, a line for each. What was started must also live
 * on for a moment.
 */
export async function actOn(action: Action, {output, clock}: Invocation): Promise<Outcome> {
  const {prox, verb} = action;
  const names = [...new Set(action.names)];
  await checkNames(prox, names);
  const sinceSeq = await currentSeq(prox);
  const attempts = names.map(async (name): Promise<string | undefined> => {
    try {
      await prox[verb]({name});
      await output.report(`${name} ${PAST[verb]}`);
      return name;
    } catch (error) {
      if (!(error instanceof ProxError) || error.code === 'UNREACHABLE') throw error;
      await output.complain(`prox: ${error.message}`);
      return undefined;
    }
  });
  const done = (await Promise.all(attempts)).filter(name => name !== undefined);
  const lives = verb === 'stop' || (await settle({prox, names: done, output, clock, sinceSeq}));
  return lives && done.length === names.length ? ExitCode.done : ExitCode.failed;
}
