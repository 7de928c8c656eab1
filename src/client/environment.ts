/** A variable of the environment, if it is not empty; a page has none. */
export function variable(name: string): string | undefined {
  const host: unknown = Reflect.get(globalThis, 'process');
  const value = memberOf(memberOf(host, 'env'), name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function memberOf(holder: unknown, key: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, key) : undefined;
}
