import type {Config, ProcessConfig, ProxyConfig} from './config.ts';
import {redactCommand} from './redact-command.ts';
import {REDACTED, redactEnv, redactService} from './redact.ts';

/**
 * What a config means, for anybody to see: every default filled in, no text of the file, secrets hidden
 * wherever they may stand.
 */
export function shownConfig(config: Config): Readonly<Record<string, unknown>> {
  const {source: _source, names: _names, dormantProxy: _dormant, groups, ...rest} = config;
  const {api, processes, proxy, ...others} = rest;
  return {
    ...withoutSecrets(others, {}),
    groups,
    api: {...api, token: api.token === undefined ? undefined : REDACTED},
    processes: processes.map(shownProcess),
    proxy: proxy && shownProxy(proxy),
  };
}

function shownProcess({env, ...rest}: ProcessConfig): object {
  return {...withoutSecrets(rest, env), env: withoutSecrets(redactEnv(env), env)};
}

function shownProxy(proxy: ProxyConfig): object {
  return {...proxy, services: proxy.services.map(redactService)};
}

/** Whatever text it holds, at any depth, is treated as a command may be: a new key hides nothing less. */
function withoutSecrets(value: object, env: Readonly<Record<string, string>>): object {
  const shown = (inner: unknown): unknown => {
    if (typeof inner === 'string' || isTexts(inner)) return redactCommand(inner, env);
    if (Array.isArray(inner)) return inner.map(shown);
    return typeof inner === 'object' && inner !== null ? withoutSecrets(inner, env) : inner;
  };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shown(inner)]));
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}
