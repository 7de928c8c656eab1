import {RESERVED_NAMES} from '../../config/fields.ts';

/** As in prox.yaml: `[A-Za-z0-9][A-Za-z0-9._-]*`, at most 63 characters. */
const MAX_LENGTH = 63;

/** A name that prox.yaml may hold and that nobody has taken, as near to `written` as it can be. */
export function freeName(written: string, taken: ReadonlySet<string>): string {
  const name = validName(written);
  if (!taken.has(name) && !RESERVED_NAMES.has(name)) return name;
  for (let count = 2; ; count += 1) {
    const candidate = `${name.slice(0, MAX_LENGTH - 1 - String(count).length)}-${count}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function validName(written: string): string {
  const plain = written
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, MAX_LENGTH)
    .replace(/-+$/, '');
  return plain === '' ? 'process' : plain;
}
