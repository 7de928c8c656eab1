import {connect} from '../connect.ts';
import type {Command} from '../context.ts';
import {runOperation} from '../run-operation.ts';
import {run as down} from './down.ts';

export const run: Command = async invocation => {
  if (invocation.args.length === 0) return down(invocation);
  const {prox} = await connect(invocation);
  return runOperation({prox, names: invocation.args, verb: 'stop'}, invocation);
};
