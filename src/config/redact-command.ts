import {REDACTED, redactText, SECRET_WORDS} from './redact.ts';

/**
 * `API_KEY=geheim`, `--token geheim`, `?secret=geheim`, `Authorization: Bearer geheim`. What refers to a
 * variable tells nothing. Names are looked at from their beginning only, so that no text takes long.
 */
const NAMED_SECRET = new RegExp(
  String.raw`(?<![\w-])(?=[\w-]*(?:${SECRET_WORDS}))` +
    String.raw`(-[\w-]+(?:=|:\s+|\s+)|[\w-]+["']?(?:=|:\s+))` +
    String.raw`(?!["']?\$)(?:"[^"]*"|'[^']*'|(?:(?:bearer|basic)\s+)?[^\s"'&;|)]+)`,
  'gi',
);

/** `--token`, whose value is the next word. */
const SECRET_FLAG = new RegExp(String.raw`^-[\w-]*(?:${SECRET_WORDS})[\w-]*$`, 'i');

type CommandLine = string | readonly string[];

/**
 * A command line, or text like one, that can be shown: passwords in URLs, what is given to a name that looks
 * secret, and the secret values of `env` are `[REDACTED]`.
 */
export function redactCommand(
  cmd: CommandLine,
  env: Readonly<Record<string, string>>,
): CommandLine {
  if (typeof cmd === 'string') return redactLine(cmd, env);
  return cmd.map((word, index) =>
    SECRET_FLAG.test(cmd[index - 1] ?? '') ? REDACTED : redactLine(word, env),
  );
}

/** The same of one text. */
export function redactLine(text: string, env: Readonly<Record<string, string>>): string {
  return redactText(text, env).replaceAll(NAMED_SECRET, `$1${REDACTED}`);
}
