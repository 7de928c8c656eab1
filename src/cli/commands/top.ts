import type {ProcessUsage} from '../../core/stats.ts';
import {connect} from '../connect.ts';
import type {Command} from '../context.ts';
import {watchUsage} from '../show-usage.ts';

export const run: Command = async invocation => {
  const {prox} = await connect(invocation);
  return watchUsage({prox, invocation, order: byCpu});
};

function byCpu(processes: readonly ProcessUsage[]): readonly ProcessUsage[] {
  return processes.toSorted((left, right) => right.cpuPercent - left.cpuPercent);
}
