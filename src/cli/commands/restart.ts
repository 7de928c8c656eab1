import {actOn} from '../act-on.ts';
import {connect} from '../connect.ts';
import type {Command} from '../context.ts';

export const run: Command = async invocation => {
  const {prox} = await connect(invocation);
  const {processes} = await prox.processes();
  const names = invocation.args.length > 0 ? invocation.args : processes.map(({name}) => name);
  return actOn({prox, names, verb: 'restart'}, invocation);
};
