import * as z from 'zod';
import type {Clock} from '../../core/clock.ts';
import {
  DEFAULT_REQUEST_LIMIT,
  MAX_REQUEST_LIMIT,
  type RequestFilter,
} from '../../core/request-record.ts';
import {instant, integer, names, once, wordsOf} from '../parameters.ts';

export function requestQuery(clock: Clock) {
  return z
    .object({
      ...requestFilter(clock),
      limit: integer(MAX_REQUEST_LIMIT)
        .describe(`${DEFAULT_REQUEST_LIMIT} unless told; what is above the maximum is clamped`)
        .exactOptional(),
      before_id: once
        .regex(/^[\da-f]+$/, 'must be the id of a request')
        .describe('Only what came before this one: for paging')
        .exactOptional(),
    })
    .transform(({before_id: beforeId, ...rest}) => ({
      ...toRequestFilter(rest),
      ...(rest.limit !== undefined && {limit: rest.limit}),
      ...(beforeId !== undefined && {beforeId}),
    }));
}

export function requestStreamQuery(clock: Clock) {
  return z.object(requestFilter(clock)).transform(toRequestFilter);
}

export const requestRef = z.object({
  id: once,
  include: wordsOf(['body']).describe('With the captured bodies').exactOptional(),
});

function requestFilter(clock: Clock) {
  return {
    subdomain: names.exactOptional(),
    method: names.describe('Of any case').exactOptional(),
    min_status: integer().exactOptional(),
    max_status: integer().exactOptional(),
    since: instant(clock).describe(INSTANT).exactOptional(),
    until: instant(clock).describe(INSTANT).exactOptional(),
    search: once.describe('Part of host + URL, of any case').exactOptional(),
    min_duration_ms: integer().exactOptional(),
    process: names.exactOptional(),
  };
}

const INSTANT = 'RFC 3339, or a duration back from now such as `5m`';

type RawRequestFilter = z.infer<z.ZodObject<ReturnType<typeof requestFilter>>>;

function toRequestFilter(raw: RawRequestFilter): RequestFilter {
  const {subdomain, method, process, since, until, search} = raw;
  const {min_status: minStatus, max_status: maxStatus, min_duration_ms: minDurationMs} = raw;
  return {
    ...(subdomain && {subdomain}),
    ...(method && {method}),
    ...(process && {process}),
    ...(since !== undefined && {since}),
    ...(until !== undefined && {until}),
    ...(search !== undefined && {search}),
    ...(minStatus !== undefined && {minStatus}),
    ...(maxStatus !== undefined && {maxStatus}),
    ...(minDurationMs !== undefined && {minDurationMs}),
  };
}
