import {redactText} from '../config/redact.ts';
import type {EventReport, EventType, ReportEvent} from '../core/event.ts';

type Details = NonNullable<EventReport['details']>;

/** `text` continues a sentence that begins with a name. `more` details are known later, and never fail. */
export type ReportOf = (
  type: EventType,
  text: string,
  details: Details,
  more?: Promise<Details>,
) => void;

export interface MemberReportOptions {
  readonly name: string;
  readonly report: ReportEvent;
  /** Its environment by now: the values that are secret do not get into an event. */
  readonly env: () => Readonly<Record<string, string>>;
}

/** Tells what happens to one process, task or dependency. */
export function memberReport({name, report, env: envNow}: MemberReportOptions): ReportOf {
  return (type, text, details, more) => {
    const env = envNow(); // that of `more`, too: a later run may begin meanwhile
    report({
      type,
      process: name,
      message: redactText(`${name} ${text}`, env),
      details: redactDetails(details, env),
      moreDetails: more?.then(facts => redactDetails(facts, env)),
    });
  };
}

function redactDetails(details: Details, env: Readonly<Record<string, string>>): Details {
  const shown = (value: unknown): unknown => {
    if (typeof value === 'string') return redactText(value, env);
    return Array.isArray(value) ? value.map(shown) : value;
  };
  return Object.fromEntries(Object.entries(details).map(([key, value]) => [key, shown(value)]));
}
