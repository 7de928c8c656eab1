import type {Config} from '../../config/config.ts';
import {pause} from '../../core/clock.ts';
import {ExitCode, ProxError} from '../../core/errors.ts';
import type {ProcessSummary} from '../../core/prox.ts';
import type {Outcome} from '../context.ts';
import {complainOf, type SettleOptions} from '../settle.ts';

export interface WaitOptions extends SettleOptions {
  readonly timeoutMs: number;
}

/**
 * Until every named process runs, and is healthy when it has a healthcheck; one that has ended well
 * counts too. Fails when one crashes. @throws ProxError TIMED_OUT with the names that are not ready
 */
export async function waitUntilReady(config: Config, options: WaitOptions): Promise<Outcome> {
  const {prox, clock, timeoutMs} = options;
  const end = new AbortController();
  const timeout = pause(clock, timeoutMs, end.signal).then(() => end.abort());
  const checked = new Set(
    config.processes.filter(({healthcheck}) => healthcheck !== undefined).map(({name}) => name),
  );
  let waiting: readonly string[] = options.names;
  try {
    for await (const {processes} of prox.followProcesses({}, {signal: end.signal})) {
      const chosen = processes.filter(({name}) => options.names.includes(name));
      const crashed = chosen.filter(({status}) => status === 'crashed');
      for (const {name} of crashed) await complainOf(name, options);
      if (crashed.length > 0) return ExitCode.failed;
      waiting = chosen.filter(process => !isReady(process, checked)).map(({name}) => name);
      if (waiting.length === 0) return ExitCode.done;
    }
  } finally {
    end.abort();
    await timeout;
  }
  throw new ProxError('TIMED_OUT', {
    detail: `not ready: ${waiting.join(', ')}`,
    hint: 'See `prox status` and `prox logs`; everything stays up.',
  });
}

function isReady({name, status, health}: ProcessSummary, checked: ReadonlySet<string>): boolean {
  if (status === 'stopped') return true;
  return status === 'running' && (!checked.has(name) || health === 'healthy');
}
