import type {ServiceConfig} from './config.ts';

/** What looks secret has one of them in its name; alternatives of an expression. */
export const SECRET_WORDS = 'PASSWORD|SECRET|TOKEN|KEY|CREDENTIAL|PRIVATE|AUTH';

const SECRET_KEY = new RegExp(SECRET_WORDS, 'i');

export const REDACTED = '[REDACTED]';

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

/** What is shorter is as likely a word of its own: `KEY=dev`. */
const MIN_SECRET_LENGTH = 6;

/** Text that may quote an environment: its secret values, and passwords in URLs, are `[REDACTED]`. */
export function redactText(text: string, env: Readonly<Record<string, string>>): string {
  const hidden = secretsOf(env).reduce((rest, secret) => rest.replaceAll(secret, REDACTED), text);
  return redactValue('', hidden);
}

/** The longest first, for one may begin with another. One of several lines, such as a key, is told line by line. */
function secretsOf(env: Readonly<Record<string, string>>): readonly string[] {
  const lines = Object.entries(env)
    .filter(([key]) => SECRET_KEY.test(key))
    .flatMap(([, value]) => value.split('\n').map(line => line.trim()));
  return lines
    .filter(line => line.length >= MIN_SECRET_LENGTH)
    .toSorted((a, b) => b.length - a.length);
}

function redactValue(key: string, value: string): string {
  if (SECRET_KEY.test(key)) return REDACTED;
  return value.replaceAll(URL_PASSWORD, `$1${REDACTED}@`);
}
