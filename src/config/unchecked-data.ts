/** Reading what YAML made of the file, before the schema has said what it is. */

/** A map, in the words of prox.yaml. */
export function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands at `path`, through maps and lists; undefined where there is nothing. */
export function valueAt(path: readonly PropertyKey[], data: unknown): unknown {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
