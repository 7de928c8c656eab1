import {integer} from '../parameters.ts';

/** The header of a reader of a stream that comes back. */
export const lastEventId = integer().describe(
  'The `id` that was seen last: what followed comes first',
);
