const SECRET_KEY = /PASSWORD|SECRET|TOKEN|KEY|CREDENTIAL|PRIVATE|AUTH/i;

/** A copy that can be shown: values whose key looks secret are `[REDACTED]` (docs/reference/api.md, "Processes"). */
export function redactEnv(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([key, value]) => [key, SECRET_KEY.test(key) ? '[REDACTED]' : value]),
  );
}
