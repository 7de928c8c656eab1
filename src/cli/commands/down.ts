import {pause, type Clock} from '../../core/clock.ts';
import {ExitCode, ProxError} from '../../core/errors.ts';
import type {Prox, StopFailure} from '../../core/prox.ts';
import {isAlive, type ProcessIdentity} from '../../daemon/process-identity.ts';
import {connect} from '../connect.ts';
import type {Command} from '../context.ts';

const POLL_MS = 20;
/** prox has only its API to close once every process is gone. */
const END_TIMEOUT_MS = 10_000;

export const run: Command = async invocation => {
  const {output, clock, options} = invocation;
  const {prox, running} = await connect(invocation);
  const failures = await shutdown(prox, running);
  for (const {process, error} of failures) await output.complain(`${process}: ${error}`);
  if (running !== undefined) await waitForEnd(running, clock);
  const success = failures.length === 0;
  if (options.isSet('json')) await output.print(JSON.stringify({success, failures}));
  else if (success) await output.report('prox stopped');
  return success ? ExitCode.done : ExitCode.failed;
};

async function shutdown(
  prox: Prox,
  running: ProcessIdentity | undefined,
): Promise<readonly StopFailure[]> {
  try {
    return (await prox.shutdown({wait: true})).failures;
  } catch (error) {
    // A prox that another one ends at the same moment may close before it has answered us.
    const isUnanswered = error instanceof ProxError && error.code === 'UNREACHABLE';
    if (!isUnanswered || running === undefined || (await isAlive(running))) throw error;
    return [];
  }
}

async function waitForEnd(running: ProcessIdentity, clock: Clock): Promise<void> {
  const deadline = clock.monotonic() + END_TIMEOUT_MS;
  while (await isAlive(running)) {
    if (clock.monotonic() > deadline) {
      throw new ProxError('TIMED_OUT', {
        detail: `all processes are gone, but prox (pid ${running.pid}) is still there`,
        hint: `End it with: kill ${running.pid}`,
      });
    }
    await pause(clock, POLL_MS);
  }
}
