import {LOG_STREAMS} from '../../core/log-entry.ts';
import {nearest} from '../../core/nearest.ts';
import type {CompilePattern, Condition, Problem} from './condition.ts';
import {foldCase} from './fold-case.ts';
import {LEVELS, type Level, levelNamed} from './level.ts';
import {parseStatusRange, type StatusRange} from './status-range.ts';
import type {Subject} from './subject.ts';
import type {Key} from './terms.ts';

/** How the value of a key is read. No value is empty. */
type KeyRule = {readonly example: string} & (
  | {readonly readText: (value: string, compile: CompilePattern) => Condition | Problem}
  /** Commas separate the values; any of them will do. */
  | {readonly readList: (values: readonly string[]) => Condition | Problem}
);

export const KEY_RULES: Readonly<Record<Key, KeyRule>> = {
  re: {example: 're:time(d )?out', readText: readPattern},
  proc: {example: 'proc:web', readList: readProcesses},
  level: {example: 'level:error', readList: readLevels},
  stream: {example: 'stream:stderr', readList: readStreams},
  method: {example: 'method:POST', readList: readMethods},
  status: {example: 'status:404', readList: readStatuses},
  host: {
    example: 'host:api',
    readText: part => textCondition(part, ({facts}) => foldCase(facts.host ?? '')),
  },
  url: {
    example: 'url:/users',
    readText: part => textCondition(part, ({facts}) => foldCase(facts.url ?? '')),
  },
};

/** A part of a text in any case. */
export function textCondition(part: string, foldedText: (subject: Subject) => string): Condition {
  const folded = foldCase(part);
  return {holds: subject => foldedText(subject).includes(folded)};
}

/** Case counts, as in every expression; `(?i)` at its start changes that. */
function readPattern(source: string, compile: CompilePattern): Condition | Problem {
  try {
    const pattern = compile(source);
    return {holds: ({text}) => pattern.test(text)};
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {problem: `re:${source} cannot be used: ${reason}`};
  }
}

function readProcesses(names: readonly string[]): Condition {
  return {
    oneOf: 'proc',
    holds: ({facts: {process}}) => process !== undefined && names.includes(process),
  };
}

/** A level means itself and what is worse. */
function readLevels(names: readonly string[]): Condition | Problem {
  const levels: Level[] = [];
  for (const name of names) {
    const level = levelNamed(name);
    if (level === undefined) return unknownValue('level', name, LEVELS);
    levels.push(level);
  }
  const mildest = Math.max(...levels.map(level => LEVELS.indexOf(level)));
  return {
    holds: ({facts}) => {
      const level = facts.level?.();
      return level !== undefined && LEVELS.indexOf(level) <= mildest;
    },
  };
}

function readStreams(names: readonly string[]): Condition | Problem {
  const wanted = names.map(name => name.toLowerCase());
  const unknown = wanted.find(name => !LOG_STREAMS.some(stream => stream === name));
  if (unknown !== undefined) return unknownValue('stream', unknown, LOG_STREAMS);
  return {
    oneOf: 'stream',
    holds: ({facts: {stream}}) => stream !== undefined && wanted.includes(stream),
  };
}

function readMethods(names: readonly string[]): Condition {
  const wanted = new Set(names.map(name => name.toUpperCase()));
  return {
    oneOf: 'method',
    holds: ({facts: {method}}) => method !== undefined && wanted.has(method.toUpperCase()),
  };
}

/** A bound stands by itself, so that `status:>=400 status:<500` means what lies between. */
function readStatuses(texts: readonly string[]): Condition | Problem {
  const ranges: StatusRange[] = [];
  for (const text of texts) {
    const range = parseStatusRange(text);
    if (range === undefined) {
      return {problem: `status:${text} is no status: write status:404, status:5xx or status:>=400`};
    }
    ranges.push(range);
  }
  const isBound = ranges.some(range => range.isBound);
  return {
    ...(isBound ? {} : {oneOf: 'status'}),
    holds: ({facts: {status}}) =>
      status !== undefined && ranges.some(({min, max}) => status >= min && status <= max),
  };
}

function unknownValue(key: Key, value: string, known: readonly string[]): Problem {
  const close = nearest(value, known);
  const question = close === undefined ? '' : ` (did you mean ${key}:${close}?)`;
  return {problem: `${key}:${value} is unknown${question}: known are ${known.join(', ')}`};
}
