import {text as readText} from 'node:stream/consumers';
import {ExitCode, ProxError} from '../../core/errors.ts';
import {connect} from '../connect.ts';
import type {Command} from '../context.ts';

export const run: Command = async invocation => {
  const [name = '', operand = ''] = invocation.args;
  const given = operand === '-' ? await readText(process.stdin) : operand;
  const text = invocation.options.toggle('enter') === false ? keysOf(given) : lineOf(given);
  if (text === '') throw new ProxError('USAGE', {detail: 'there is nothing to type'});
  const {prox} = await connect(invocation);
  await prox.send({name, text});
  return ExitCode.done;
};

/** What a keyboard sends: its Enter is `\r`. */
function keysOf(text: string): string {
  return text.replaceAll(/\r?\n/g, '\r');
}

/** Ends with one Enter, also when the text has its own, as that of `echo` does. */
function lineOf(text: string): string {
  return `${keysOf(text).replace(/\r$/, '')}\r`;
}
