/** The keys inside these are a user's own. */
const VERBATIM = new Set([
  'env',
  'groups',
  'headers',
  'requestHeaders',
  'request_headers',
  'responseHeaders',
  'response_headers',
]);

/** camelCase becomes snake_case and undefined becomes null, all the way down. */
export function toWire(value: unknown): unknown {
  if (value === undefined) return null;
  return mapKeys(value, {rename: snakeCase, convert: toWire});
}

/** The way back: snake_case becomes camelCase and null becomes undefined. */
export function fromWire(value: unknown): unknown {
  if (value === null) return undefined;
  return mapKeys(value, {rename: camelCase, convert: fromWire});
}

interface KeyMapping {
  readonly rename: (key: string) => string;
  readonly convert: (value: unknown) => unknown;
}

function mapKeys(value: unknown, {rename, convert}: KeyMapping): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(convert);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      rename(key),
      VERBATIM.has(key) ? inner : convert(inner),
    ]),
  );
}

export function snakeCase(key: string): string {
  return key.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}

function camelCase(key: string): string {
  return key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
