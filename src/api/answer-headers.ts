export const JSON_TYPE = 'application/json; charset=utf-8';
export const YAML_TYPE = 'application/yaml';
export const SSE_TYPE = 'text/event-stream';

/**
 * Of every answer: it is of this moment, is what it says it is, and no page of others includes or frames
 * it. Pages of `api.cors_origins` ask with CORS, to which the resource policy does not apply.
 */
export const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer', // the address of a stream may hold a token
} as const;
