import type {ProcessStatus} from '../../core/process-state.ts';
import {connect} from '../connect.ts';
import type {Command} from '../context.ts';
import {namesOf} from '../process-names.ts';
import {runOperation} from '../run-operation.ts';

/** A process that was stopped, or has never run, stays as it is unless it is named. */
const RESTARTED: ReadonlySet<ProcessStatus> = new Set(['starting', 'running', 'crashed']);

export const run: Command = async invocation => {
  const {prox} = await connect(invocation);
  const {processes} = await prox.processes();
  const all = namesOf({processes: processes.filter(({status}) => RESTARTED.has(status))});
  const names = invocation.args.length > 0 ? invocation.args : all;
  if (names.length === 0) await invocation.output.note('prox: nothing runs or has crashed');
  return runOperation({prox, names, verb: 'restart'}, invocation);
};
