/**
 * How the fields are called in which two records differ: by `names`, in its order, each name once. Fields
 * without a name do not count.
 */
export function differences(
  names: Readonly<Record<string, string>>,
  before: object,
  after: object,
): readonly string[] {
  const [old, fresh] = [fingerprints(before), fingerprints(after)];
  const changed = Object.entries(names).filter(([field]) => old.get(field) !== fresh.get(field));
  return [...new Set(changed.map(([, name]) => name))];
}

function fingerprints(record: object): ReadonlyMap<string, string> {
  return new Map(Object.entries(record).map(([field, value]) => [field, fingerprint(value)]));
}

/** The same text for the same plain data, in whatever order its keys were written; undefined is absent. */
export function fingerprint(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (isMap(part) ? sorted(part) : part)) ?? '';
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(map: object): object {
  return Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
