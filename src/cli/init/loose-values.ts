import {isRecord} from '../../config/unchecked-data.ts';

/** Reads files of other tools, which may hold anything, without judging them. */

export type Fields = Readonly<Record<string, unknown>>;

/** Empty when it is no map. */
export function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? {...value} : {};
}

/** Empty when it is no list. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Numbers and booleans as text; undefined when there is none. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Undefined unless it is a number above 0. */
export function amountOf(value: unknown): number | undefined {
  const amount = Number(textOf(value));
  return amount > 0 && Number.isFinite(amount) ? amount : undefined;
}

/** Of variables; prox.yaml takes none of them for an ordinary key. */
const NO_NAMES: ReadonlySet<string> = new Set(['', '<<', '__proto__']);

/** `A=b` entries of a list, or a map. */
export function variablesOf(value: unknown): Readonly<Record<string, string>> {
  const pairs = Array.isArray(value)
    ? itemsOf(value).map(item => splitAt(textOf(item) ?? '', '='))
    : Object.entries(fieldsOf(value)).map(([key, text]) => [key, textOf(text) ?? ''] as const);
  return Object.fromEntries(pairs.filter(([key]) => !NO_NAMES.has(key)));
}

function splitAt(text: string, separator: string): readonly [string, string] {
  const index = text.indexOf(separator);
  return index === -1 ? ['', ''] : [text.slice(0, index).trim(), text.slice(index + 1)];
}
