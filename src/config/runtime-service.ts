import {ProxError} from '../core/errors.ts';
import type {RouteInput} from '../core/route.ts';
import {buildService} from './build-proxy.ts';
import type {ProcessConfig, ServiceConfig} from './config.ts';
import {serviceName} from './service-fields.ts';
import {service as serviceSchema} from './service-schema.ts';

/** Timers of Node wrap round beyond 24 days. */
const MAX_TTL_SECONDS = 2_000_000;

/** A service that comes while prox runs, by the rules of prox.yaml. */
export interface RuntimeService {
  readonly service: ServiceConfig;
  /** Undefined: until it is removed. */
  readonly ttlMs: number | undefined;
}

/** @throws ProxError INVALID_ROUTE, `details.parameter` tells which */
export function readRuntimeService(
  {subdomain, ttlSeconds, ...written}: RouteInput,
  processes: readonly ProcessConfig[],
): RuntimeService {
  const name = serviceName().safeParse(subdomain);
  if (!name.success) throw invalid('subdomain', name.error.issues[0]?.message);
  const keys = serviceSchema.safeParse(written);
  if (!keys.success) {
    const [issue] = keys.error.issues;
    throw invalid(String(issue?.path[0] ?? 'port'), issue?.message);
  }
  if (ttlSeconds !== undefined && !(ttlSeconds > 0 && ttlSeconds <= MAX_TTL_SECONDS)) {
    throw invalid('ttl_seconds', `must be more than 0 and at most ${MAX_TTL_SECONDS}`);
  }
  return {
    service: buildService(name.data, keys.data, processes),
    ttlMs: ttlSeconds === undefined ? undefined : ttlSeconds * 1000,
  };
}

function invalid(parameter: string, rule = 'is not valid'): ProxError {
  return new ProxError('INVALID_ROUTE', {detail: `${parameter} ${rule}`, details: {parameter}});
}
