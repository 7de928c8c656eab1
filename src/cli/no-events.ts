import type {EventQuery} from '../core/event.ts';
import {nearest} from '../core/nearest.ts';

/**
 * Why a list has nothing: nothing has happened yet, or nothing like that. `known`: processes and groups;
 * undefined when nobody can tell.
 */
export function noEventsText(
  {limit, ...filter}: EventQuery,
  known: readonly string[] | undefined,
): string {
  if (limit !== 0 && Object.keys(filter).length === 0) return 'No events yet.';
  // No error: what is no longer in prox.yaml may have had events.
  const asked = known === undefined ? [] : (filter.process ?? []);
  const unknown = asked.filter(name => known?.includes(name) === false);
  const words = unknown.map(name => {
    const suggestion = nearest(name, known ?? []);
    const question = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
    return `No process is called ${name}.${question}`;
  });
  return ['No event matches.', ...words].join(' ');
}
