export const JSON_TYPE = 'application/json; charset=utf-8';
export const YAML_TYPE = 'application/yaml';
export const SSE_TYPE = 'text/event-stream';

/** Of every answer: it is of this moment, is what it says it is, and is for our own pages. */
export const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
} as const;
