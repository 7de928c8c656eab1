import {actOn} from '../act-on.ts';
import {connect} from '../connect.ts';
import type {Command} from '../context.ts';

export const run: Command = async invocation => {
  const {prox} = await connect(invocation);
  return actOn({prox, names: invocation.args, verb: 'start'}, invocation);
};
