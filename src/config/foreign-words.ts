/** Words of Docker Compose and its like, for those who bring their habits. */

const KEYS: Readonly<Record<string, string>> = {
  command: 'cmd',
  environment: 'env',
  working_dir: 'cwd',
};

/** The hint to a key that has another name here; undefined when it has none among `known`. */
export function foreignKeyHint(key: string, known: readonly string[]): string | undefined {
  if (key === 'image' && known.includes('cmd')) {
    return 'prox runs commands; `prox init` makes dependencies of what a compose file runs';
  }
  const ours = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
  if (ours === undefined || !known.includes(ours)) return undefined;
  return `it is called \`${ours}\` here`;
}

/** YAML 1.1 has these for `true` and `false`; here they are texts. */
const BOOLEANS: ReadonlyMap<unknown, string> = new Map([
  ['yes', 'true'],
  ['on', 'true'],
  ['no', 'false'],
  ['off', 'false'],
]);

/** What is meant by a text where `true` or `false` is wanted. */
export function meantBoolean(value: unknown): string | undefined {
  return BOOLEANS.get(typeof value === 'string' ? value.toLowerCase() : value);
}

/** What is meant by `restart: false`, which YAML 1.1 makes of `no` too, and by what Compose says. */
export function meantRestart(value: unknown): string | undefined {
  if (value === false) return 'no';
  return value === true || value === 'unless-stopped' ? 'always' : undefined;
}
