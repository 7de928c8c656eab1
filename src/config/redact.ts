import type {ServiceConfig} from './config.ts';

const SECRET_KEY = /PASSWORD|SECRET|TOKEN|KEY|CREDENTIAL|PRIVATE|AUTH/i;

const REDACTED = '[REDACTED]';

/** The password in a URL: `postgres://app:password@host`. */
const URL_PASSWORD = /(:\/\/[^\s:/@]*:)[^\s/@]+@/g;

/** A copy that can be shown: values whose key looks secret, and passwords in URLs, are `[REDACTED]` (docs/reference/api.md, "Processes"). */
export function redactEnv(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([key, value]) => [key, redactValue(key, value)]),
  );
}

/** Likewise, of its headers; cookies are secret too. */
export function redactService(service: ServiceConfig): ServiceConfig {
  const shown = Object.entries(redactEnv(service.headers)).map(([name, value]) => [
    name,
    /^cookie$/i.test(name) ? REDACTED : value,
  ]);
  return {...service, headers: Object.fromEntries(shown)};
}

function redactValue(key: string, value: string): string {
  if (SECRET_KEY.test(key)) return REDACTED;
  return value.replaceAll(URL_PASSWORD, `$1${REDACTED}@`);
}
