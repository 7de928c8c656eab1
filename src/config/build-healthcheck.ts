import type {HealthcheckConfig, Probe} from './config.ts';
import type {HealthcheckInput} from './healthcheck-schema.ts';

export function buildHealthcheck(input: HealthcheckInput): HealthcheckConfig | undefined {
  const probe = buildProbe(input);
  return (
    probe && {
      probe,
      intervalMs: input.interval,
      timeoutMs: input.timeout,
      retries: input.retries,
      startPeriodMs: input.start_period,
      startIntervalMs: input.start_interval,
      onUnhealthy: input.on_unhealthy,
    }
  );
}

/** Exactly one is there: the schema has checked. */
function buildProbe({cmd, http, tcp, log, status}: HealthcheckInput): Probe | undefined {
  if (cmd !== undefined) return {type: 'cmd', cmd};
  if (http !== undefined) return {type: 'http', ...http, status};
  if (tcp !== undefined) return {type: 'tcp', ...tcp};
  return log === undefined ? undefined : {type: 'log', pattern: log};
}
