import type * as z from 'zod';
import {SSE_TYPE} from '../answer-headers.ts';
import type {Route} from '../route.ts';
import {reference} from './json-schema.ts';

export const JSON_MEDIA_TYPE = 'application/json';

/** The responses of a route that are no errors, by their status. */
export function describeAnswer(
  {kind, alsoAnswers}: Route,
  schema: z.ZodType | undefined,
): Readonly<Record<string, unknown>> {
  const form = schema ? reference(schema) : {type: 'object'};
  const content = {[JSON_MEDIA_TYPE]: {schema: form}};
  switch (kind) {
    case 'json':
    case 'change':
      return {
        200: {description: 'Done', content},
        ...(alsoAnswers && {[alsoAnswers.status]: {description: alsoAnswers.when, content}}),
      };
    case 'creation':
      return {201: {description: 'Created', headers: LOCATION, content}};
    case 'deletion':
      return {204: {description: 'Removed'}};
    case 'stream':
      return {200: {description: STREAM, content: {[SSE_TYPE]: {schema: dataOf(form)}}}};
    case 'text':
      return {200: {description: 'Text', content: {'text/plain': {schema: {type: 'string'}}}}};
    case 'socket':
      return {101: {description: SOCKET}};
  }
}

const LOCATION = {Location: {description: 'Its path', schema: {type: 'string'}}};

const STREAM =
  'Server-sent events: the data of each is JSON of this schema, but for `connected`, the first of a stream of requests, with `{}`, and `lagged`, `{"dropped": n}`, to a reader that was too slow.';

const SOCKET =
  'A WebSocket. Each message is `{"type", "timestamp", "data"}` with the objects that the streams send.';

function dataOf(form: unknown): unknown {
  return {type: 'string', contentMediaType: JSON_MEDIA_TYPE, contentSchema: form};
}
