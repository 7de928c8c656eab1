import type {ProcessSummary} from '../../core/process-report.ts';
import type {ProcessStatus} from '../../core/process-state.ts';
import {connect} from '../connect.ts';
import type {Command} from '../context.ts';
import {namesOf} from '../process-names.ts';
import {runOperation} from '../run-operation.ts';

export const run: Command = async invocation => {
  const {prox} = await connect(invocation);
  const {processes} = await prox.processes();
  const all = namesOf({processes: processes.filter(isRestarted)});
  const names = invocation.args.length > 0 ? invocation.args : all;
  if (names.length === 0) await invocation.output.note('prox: nothing runs or has crashed');
  return runOperation({prox, names, verb: 'restart'}, invocation);
};

/**
 * Unless it is named, everything else stays as it is: what was stopped or has never run, a task that is
 * done, and what is outside. Who waits or is blocked starts by itself when it can.
 */
const RESTARTED: ReadonlySet<ProcessStatus> = new Set(['starting', 'running', 'crashed']);

function isRestarted({kind, status}: ProcessSummary): boolean {
  return kind !== 'dependency' && RESTARTED.has(status);
}
