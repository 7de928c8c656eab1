const SECRET_KEY = /PASSWORD|SECRET|TOKEN|KEY|CREDENTIAL|PRIVATE|AUTH/i;

/** The password in a URL: `postgres://app:password@host`. */
const URL_PASSWORD = /(:\/\/[^\s:/@]*:)[^\s/@]+@/g;

/** A copy that can be shown: values whose key looks secret, and passwords in URLs, are `[REDACTED]` (docs/reference/api.md, "Processes"). */
export function redactEnv(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([key, value]) => [key, redactValue(key, value)]),
  );
}

function redactValue(key: string, value: string): string {
  if (SECRET_KEY.test(key)) return '[REDACTED]';
  return value.replaceAll(URL_PASSWORD, '$1[REDACTED]@');
}
