import * as z from 'zod';
import {
  REQUEST_PROTOCOLS,
  type CapturedBody,
  type RequestDetail,
  type RequestDetails,
  type RequestPage,
  type RequestRecord,
} from '../../core/request-record.ts';
import {objectOf} from './component.ts';
import {amount, count, instant, text} from './values.ts';

const record = {
  id: text.describe('At least 7 hex characters'),
  timestamp: instant.describe('When its headers had arrived'),
  method: text,
  url: text.describe('Path and query'),
  subdomain: text,
  status_code: count.nullable().describe('Null until an answer has begun'),
  duration_ms: amount.describe('To the last byte; so far, while it is in flight'),
  remote_addr: text,
  host: text.describe('As the client sent it'),
  process: text.nullable(),
  protocol: z.enum(REQUEST_PROTOCOLS),
  tls: z.boolean(),
  bytes_in: count,
  bytes_out: count,
  error: text.nullable().describe('What went wrong'),
  in_flight: z.boolean(),
};

export const requestRecord = objectOf<RequestRecord>('RequestRecord')(record);

export const requestPage = objectOf<RequestPage>('RequestPage')({
  requests: z.array(requestRecord).describe('Newest first'),
  filtered_count: count.describe('Requests in this answer'),
  total_count: count.describe('Requests held that match, before the limit'),
});

const capturedBody = objectOf<CapturedBody>('CapturedBody')({
  size: count.describe('Bytes that went over the wire'),
  captured_size: count.describe('Bytes that were kept'),
  truncated: z.boolean(),
  content_type: text.nullable(),
  content_encoding: text.nullable(),
  is_binary: z.boolean(),
  data: text.nullable().describe('Decoded: text, or base64 when it is binary'),
});

const capturedHeaders = z
  .record(text, z.union([text, z.array(text)]))
  .describe('Names in lower case; secrets are `[REDACTED]`');

const requestDetails = objectOf<RequestDetails>('RequestDetails')({
  request_headers: capturedHeaders,
  response_headers: capturedHeaders,
  request_body: capturedBody,
  response_body: capturedBody,
});

export const requestDetail = objectOf<RequestDetail>('RequestDetail')({
  ...record,
  details: requestDetails.nullable().describe('Null when capture was off'),
});
