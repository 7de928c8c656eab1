import type {ProxEvent} from '../../core/event.ts';
import type {LogEntry} from '../../core/log-entry.ts';
import type {RequestRecord} from '../../core/request-record.ts';
import {harmless} from '../../core/sanitize.ts';
import type {CompilePattern, Condition, Problem} from './condition.ts';
import {readTerm} from './read-term.ts';
import {entrySubject, eventSubject, requestSubject, type Subject} from './subject.ts';
import {splitTerms} from './terms.ts';

/**
 * What is shown of logs, requests and events. A key that a kind of record does not know, such as
 * `status:` of a line, holds for none of them; negated it holds for all.
 */
export interface Filter {
  /** Everything is shown. */
  readonly isEmpty: boolean;
  /** The words and phrases that must occur, as they were typed: to be marked. */
  readonly words: readonly string[];
  readonly matchesEntry: (entry: LogEntry) => boolean;
  readonly matchesRequest: (record: RequestRecord) => boolean;
  readonly matchesEvent: (event: ProxEvent) => boolean;
}

/** A problem is one harmless line: what is wrong, and what would be right. */
export type ParsedFilter =
  | {readonly ok: true; readonly filter: Filter}
  | ({readonly ok: false} & Problem);

/**
 * Reads the filter language: words and phrases that must occur, in any case; `key:value` (KEY_RULES);
 * a `-` before either hides what matches. Never throws, also when `compile` does.
 */
export function parseFilter(text: string, compile: CompilePattern): ParsedFilter {
  const conditions: Condition[] = [];
  const terms = splitTerms(text);
  for (const term of terms) {
    const condition = readTerm(term, compile);
    if ('problem' in condition) return {ok: false, problem: harmless(condition.problem)};
    conditions.push(condition);
  }
  const words = terms.filter(term => term.key === undefined && !term.isNegated);
  return {
    ok: true,
    filter: makeFilter(
      conditions,
      words.map(({value}) => value),
    ),
  };
}

function makeFilter(conditions: readonly Condition[], words: readonly string[]): Filter {
  const holds = allHold(conditions);
  return {
    isEmpty: conditions.length === 0,
    words,
    matchesEntry: entry => holds(entrySubject(entry)),
    matchesRequest: record => holds(requestSubject(record)),
    matchesEvent: event => holds(eventSubject(event)),
  };
}

/** Each condition, or of those that are alternatives to each other one. */
function allHold(conditions: readonly Condition[]): Condition['holds'] {
  const groups = new Map<unknown, Condition[]>();
  for (const condition of conditions) {
    const group = condition.oneOf ?? condition;
    groups.set(group, [...(groups.get(group) ?? []), condition]);
  }
  const alternatives = [...groups.values()];
  return (subject: Subject) =>
    alternatives.every(group => group.some(condition => condition.holds(subject)));
}

/** What an empty text is. */
export const EVERYTHING: Filter = makeFilter([], []);
