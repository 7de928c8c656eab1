import {connect} from '../connect.ts';
import type {Command} from '../context.ts';
import {runOperation} from '../run-operation.ts';

export const run: Command = async invocation => {
  const {prox} = await connect(invocation);
  return runOperation({prox, names: invocation.args, verb: 'start'}, invocation);
};
