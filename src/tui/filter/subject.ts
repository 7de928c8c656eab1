import type {ProxEvent, Severity} from '../../core/event.ts';
import type {LogEntry, LogStream} from '../../core/log-entry.ts';
import type {RequestRecord} from '../../core/request-record.ts';
import {harmless} from '../../core/sanitize.ts';
import {foldCase} from './fold-case.ts';
import {type Level, levelOf} from './level.ts';

/** What a record says of itself. A fact that its kind does not have, no condition finds in it. */
interface Facts {
  /** What words and expressions are looked for in, as the program wrote it. */
  readonly line: string;
  readonly process: string | undefined;
  readonly level?: () => Level | undefined;
  readonly stream?: LogStream;
  readonly method?: string;
  readonly status?: number | undefined;
  readonly host?: string;
  readonly url?: string;
}

/** One record, asked by any number of conditions: what costs time is worked out once, if at all. */
export class Subject {
  readonly facts: Facts;
  #text: string | undefined;
  #folded: string | undefined;

  constructor(facts: Facts) {
    this.facts = facts;
  }

  /** Without escape sequences. */
  get text(): string {
    return (this.#text ??= harmless(this.facts.line));
  }

  /** The text for comparing in any case. */
  get folded(): string {
    return (this.#folded ??= foldCase(this.text));
  }
}

export function entrySubject({line, process, stream}: LogEntry): Subject {
  return new Subject({line, process, stream, level: () => levelOf(line)});
}

/** Its line is what one sees of it: `GET app.test/path?query 502 web connection refused`. */
export function requestSubject(record: RequestRecord): Subject {
  const {method, host, url, statusCode: status, process, error} = record;
  const line = [method, host + url, status, process, error].filter(part => part !== undefined);
  return new Subject({line: line.join(' '), process, method, status, host, url});
}

const SEVERITY_LEVEL: Readonly<Record<Severity, Level>> = {
  critical: 'error',
  warning: 'warn',
  info: 'info',
};

/** Its line: `process.crashed web web crashed (exit code 1)`. */
export function eventSubject({type, severity, process, message}: ProxEvent): Subject {
  const line = [type, process, message].filter(part => part !== undefined).join(' ');
  return new Subject({line, process, level: () => SEVERITY_LEVEL[severity]});
}
