import {RE2JS, RE2JSException} from 're2js';
import {z} from 'zod';
import {parseDuration} from '../core/duration.ts';
import {MAX_PATTERN_LENGTH} from '../core/log-entry.ts';
import {parseSize} from '../core/size.ts';

/** The types of single values in prox.yaml. Messages continue "`processes.web.port` …". */

/** Timers of Node wrap round beyond this and fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Anything in which no NUL hides: an operating system ends the text there. */
function anyText() {
  return z.string().refine(text => !text.includes('\0'), {error: 'must not hold a NUL character'});
}

export function text() {
  return anyText().min(1, {error: 'must not be empty'});
}

export function path() {
  return text().meta({title: 'path'});
}

export function pathList() {
  return z
    .union([path(), z.array(path())], {error: 'must be a path or a list of paths'})
    .transform(toList);
}

/** A shell line, or the program and its arguments. */
export function command() {
  const list = z.array(anyText()).nonempty({error: 'must not be empty'});
  return z.union([text().regex(/\S/, {error: 'must not be empty'}), list], {
    error: 'must be a command: text, or a list of texts',
  });
}

export function integer({min, max}: {readonly min: number; readonly max: number}) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.int({error}).min(min, {error}).max(max, {error});
}

export function port({min = 1}: {readonly min?: number} = {}) {
  return integer({min, max: 65_535});
}

interface DurationRule {
  /** Zero is not allowed either. */
  readonly positive?: boolean;
  readonly maxMs?: number;
  /** `maxMs` in words. */
  readonly max?: string;
}

/** Milliseconds. A bare `0` is a number to YAML. */
export function duration(rule: DurationRule = {}) {
  return z
    .union([z.string(), z.literal(0)], {error: DURATION_ERROR})
    .transform((value, context) => {
      const ms = parseDuration(String(value));
      const fault = durationFault(String(value), ms, rule);
      if (fault !== undefined) context.addIssue({code: 'custom', message: fault});
      return ms ?? 0;
    })
    .meta({title: 'duration'});
}

const DURATION_ERROR = 'must be a duration such as `10s` or `1m30s`';

function durationFault(
  written: string,
  ms: number | undefined,
  {positive = false, maxMs = MAX_TIMER_MS, max = '596h'}: DurationRule,
): string | undefined {
  if (ms === undefined) {
    return written.startsWith('-') ? 'must not be negative' : DURATION_ERROR;
  }
  if (positive && ms <= 0) return 'must be longer than 0';
  return ms > maxMs ? `must be at most ${max}` : undefined;
}

/** Bytes. */
export function size() {
  const error = 'must be a size such as `64KB` or `8MB`';
  return z
    .union([z.string(), z.int()], {error})
    .transform((value, context) => {
      const bytes = parseSize(String(value));
      if (bytes === undefined) context.addIssue({code: 'custom', message: error});
      else if (bytes === 0) context.addIssue({code: 'custom', message: 'must be greater than 0'});
      else if (bytes > MAX_SIZE) context.addIssue({code: 'custom', message: 'must be at most 4GB'});
      return bytes ?? 0;
    })
    .meta({title: 'size'});
}

const MAX_SIZE = 4 * 1024 ** 3;

/** The last one because `/processes/stream` of the API is something else. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set(['prox', 'all', 'stream']);

/** The name of a process: part of paths, URLs and command lines. */
export function processName() {
  return z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, {
      error: 'must begin with a letter or digit and hold only letters, digits, `.`, `_` and `-`',
    })
    .max(63, {error: 'must be at most 63 characters long'})
    .refine(name => !RESERVED_NAMES.has(name), {error: 'is reserved'});
}

export function variableName() {
  return z.string().regex(/^[^=\0]+$/, {error: 'must not be empty or hold `=`'});
}

export function variableValue() {
  return z.union([anyText(), z.number(), z.boolean()], {
    error: 'must be text, a number, `true` or `false`',
  });
}

/** `https://app.test:3000`: what browsers send as `Origin`. */
export function origin() {
  return text()
    .refine(value => URL.canParse(value) && new URL(value).origin === value, {
      error: 'must be an origin such as `https://app.test:3000`, without a path',
    })
    .meta({title: 'origin'});
}

/** A host name or an address, without port. */
export function host() {
  return text().regex(/^[\w.:[\]-]+$/, {error: 'must be a host name or an address without port'});
}

export function hostList() {
  return z
    .union([host(), z.array(host()).nonempty({error: 'must not be empty'})], {
      error: 'must be an address or a list of addresses',
    })
    .transform(toList);
}

const TOKEN_LENGTH = {min: 32, max: 128};

export function token() {
  return z
    .string()
    .refine(({length}) => length >= TOKEN_LENGTH.min && length <= TOKEN_LENGTH.max, {
      error: ({input}) => `must be 32 to 128 characters long; this one has ${String(input).length}`,
    })
    .regex(/^[\u0021-\u007e]*$/, {error: 'must be printable ASCII characters without spaces'})
    .meta({minLength: TOKEN_LENGTH.min, maxLength: TOKEN_LENGTH.max});
}

/** Signals that ask a program to end, or that some program takes so. */
export function stopSignal() {
  const error = 'must be a signal such as `SIGTERM` or `SIGINT`';
  return z.enum(STOP_SIGNALS, {error}).meta({title: 'signal'});
}

const STOP_SIGNALS = [
  'SIGTERM',
  'SIGINT',
  'SIGQUIT',
  'SIGHUP',
  'SIGABRT',
  'SIGALRM',
  'SIGUSR1',
  'SIGUSR2',
  'SIGWINCH',
  'SIGKILL',
] as const satisfies readonly NodeJS.Signals[];

/** An expression of RE2: linear in time, so no output of a child can hang prox. */
export function pattern() {
  return text()
    .max(MAX_PATTERN_LENGTH, {error: `must be at most ${MAX_PATTERN_LENGTH} characters long`})
    .superRefine((expression, context) => {
      const fault = patternFault(expression);
      if (fault !== undefined) context.addIssue({code: 'custom', message: fault});
    })
    .meta({title: 'regex'});
}

function patternFault(expression: string): string | undefined {
  try {
    RE2JS.compile(expression);
    return undefined;
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return `must be an RE2 expression: ${error.message.replace('error parsing regexp: ', '')}`;
  }
}

function toList(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
