/** The keys inside these are a user's own. */
const VERBATIM_KEYS = [
  'env',
  'groups',
  'headers',
  'requestHeaders',
  'request_headers',
  'responseHeaders',
  'response_headers',
] as const;

export type VerbatimKey = (typeof VERBATIM_KEYS)[number];

const VERBATIM: ReadonlySet<string> = new Set(VERBATIM_KEYS);

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

/** Filled key by key, which takes half the time of `Object.fromEntries`: every answer passes here. */
function mapKeys(value: unknown, {rename, convert}: KeyMapping): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(convert);
  const mapped: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    mapped[rename(key)] = VERBATIM.has(key) ? inner : convert(inner);
  }
  return mapped;
}

export const snakeCase = remembering(key =>
  key.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`),
);

const camelCase = remembering(key =>
  key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
);

/** There are few names, and every answer has them again; those of a user are kept out by VERBATIM. */
function remembering(rename: (key: string) => string): (key: string) => string {
  const known = new Map<string, string>();
  return key => {
    const name = known.get(key);
    if (name !== undefined) return name;
    const made = rename(key);
    known.set(key, made);
    return made;
  };
}
