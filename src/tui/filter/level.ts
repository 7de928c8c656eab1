import {harmless} from '../../core/sanitize.ts';

/** The worst first. */
export const LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type Level = (typeof LEVELS)[number];

/** What loggers call them: zerolog, log15, .NET and syslog each in their own way. */
const NAMES: Readonly<Record<Level, string>> = {
  error: 'error err eror fail fatal ftl panic pnc critical crit severe alert emerg',
  warn: 'warn warning wrn',
  info: 'info inf information notice',
  debug: 'debug dbg dbug trace trc trce verbose silly',
};

const LEVEL_BY_NAME: ReadonlyMap<string, Level> = new Map(
  LEVELS.flatMap(level => NAMES[level].split(' ').map(name => [name, level] as const)),
);

/** pino and bunyan count in tens; what lies between belongs to the lower. */
const NUMBERED: readonly (readonly [number, Level])[] = [
  [50, 'error'],
  [40, 'warn'],
  [30, 'info'],
  [10, 'debug'],
];

/** No level is looked for beyond this many characters, so that a huge line costs no more. */
const REACH = 4096;

const names = [...LEVEL_BY_NAME.keys()];
const LOWER = names.join('|');
const UPPER = LOWER.toUpperCase();
const CAPITALIZED = names.map(name => name.replace(/^./, first => first.toUpperCase())).join('|');
const KEY = String.raw`(?:level|levelname|log\.level|loglevel|lvl|severity|@l)`;

/** A quote within a JSON string is escaped, so what a message quotes is never taken for a key. */
const JSON_FIELD = new RegExp(String.raw`"${KEY}"\s{0,4}:\s{0,4}(?:"(${LOWER})"|([1-6]\d)\b)`, 'i');
const LOGFMT = new RegExp(String.raw`(?<!\S)${KEY}="?(${LOWER})\b`, 'i');
/** A line that only talks of an ERROR does so later. */
const UPPER_CASE_WORD = new RegExp(String.raw`^.{0,120}?\b(${UPPER})\b`, 's');
/** `[error]`, `Error:` and npm's `npm error`, after nothing but a time and the like. */
const START = new RegExp(
  String.raw`^[^a-z]{0,60}?(?:\[(${LOWER}|${CAPITALIZED})\]|\b(${LOWER}|${CAPITALIZED}):|npm (${LOWER})\b)`,
);

/** The level that a line of a log gives itself, wherever loggers write it; escape sequences hide none. */
export function levelOf(line: string): Level | undefined {
  const text = harmless(line.slice(0, REACH));
  if (/^\s*\{/.test(text)) return levelIn(text, JSON_FIELD);
  return (
    levelIn(text, LOGFMT) ??
    levelIn(text, UPPER_CASE_WORD) ??
    levelIn(text, START) ??
    levelIn(text, JSON_FIELD)
  );
}

/** By any name that a logger has for it, in any case. */
export function levelNamed(name: string): Level | undefined {
  return LEVEL_BY_NAME.get(name.toLowerCase());
}

function levelIn(text: string, pattern: RegExp): Level | undefined {
  const word = pattern
    .exec(text)
    ?.slice(1)
    .find(group => group !== undefined);
  return word === undefined ? undefined : (levelNamed(word) ?? levelNumbered(Number(word)));
}

function levelNumbered(number: number): Level | undefined {
  return NUMBERED.find(([from]) => number >= from)?.[1];
}
