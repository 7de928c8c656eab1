import {toWire} from '../../api/wire.ts';
import {ExitCode} from '../../core/errors.ts';
import type {ProcessSummary, Prox} from '../../core/prox.ts';
import {connect} from '../connect.ts';
import type {Command, Invocation, Outcome} from '../context.ts';
import {isGone} from '../gone.ts';
import {isUnwell, renderStatus} from '../render/status-table.ts';

export const run: Command = async invocation => {
  const {prox} = await connect(invocation);
  if (invocation.options.isSet('watch')) return watch(prox, invocation);
  const {processes} = await prox.processes();
  await show(prox, processes, invocation);
  await noteOfConfig(prox, invocation);
  return processes.some(isUnwell) ? ExitCode.failed : ExitCode.done;
};

async function noteOfConfig(prox: Prox, {output}: Invocation): Promise<void> {
  const {configChanged, configFile} = await prox.status();
  if (!configChanged) return;
  await output.note(`note: ${configFile} has changed since prox started; a restart reads it anew`);
}

/** Until prox ends, or the reader of the output does. */
async function watch(prox: Prox, invocation: Invocation): Promise<Outcome> {
  const {output} = invocation;
  try {
    for await (const {processes} of prox.followProcesses({}, {signal: output.gone})) {
      if (output.isTerminal && !invocation.options.isSet('json')) await output.write(CLEAR_SCREEN);
      await show(prox, processes, invocation);
    }
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  return ExitCode.done;
}

/** Cursor home, then erase to the end of the screen (ECMA-48). */
const CLEAR_SCREEN = '\u001b[H\u001b[J';

async function show(
  prox: Prox,
  processes: readonly ProcessSummary[],
  {options, output}: Invocation,
): Promise<void> {
  const text = options.isSet('json')
    ? JSON.stringify(toWire({status: await prox.status(), processes}))
    : renderStatus(processes, output.paint);
  await output.print(text);
}
