import type {VerbatimKey} from './wire.ts';

/** What `toWire` makes of a T: keys in snake_case, null for undefined, all the way down. */
export type Wire<T> = T extends undefined
  ? null
  : T extends readonly (infer Item)[]
    ? readonly Wire<Item>[]
    : T extends object
      ? {
          readonly [K in keyof T as SnakeCase<K>]: K extends VerbatimKey
            ? T[K]
            : Wire<Required<T>[K]>;
        }
      : T;

type SnakeCase<K, Done extends string = ''> = K extends `${infer Letter}${infer Rest}`
  ? SnakeCase<Rest, `${Done}${SnakeLetter<Letter>}`>
  : K extends ''
    ? Done
    : K;

type SnakeLetter<Letter extends string> =
  Letter extends Lowercase<Letter> ? Letter : `_${Lowercase<Letter>}`;
