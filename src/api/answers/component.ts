import * as z from 'zod';
import type {Wire} from '../wire-form.ts';

/** Schemas that have a name in the OpenAPI document. */
export const COMPONENTS = z.registry<{readonly id: string}>();

/** Gives a schema its name. */
export function component<S extends z.ZodType>(id: string, schema: S): S {
  COMPONENTS.add(schema, {id});
  return schema;
}

/**
 * A named schema of what a T is on the wire, from one schema per field. A field too few or too many, or
 * one that takes more or less than T has, does not compile.
 */
export function objectOf<T>(id: string) {
  return <S extends FieldsOf<Wire<T>>>(fields: S & Exactly<Wire<T>, S>): z.ZodObject<S> =>
    component(id, z.object<S>(fields));
}

type FieldsOf<T> = {readonly [K in keyof T]-?: z.ZodType<Required<T>[K]>};

type Exactly<T, S> = {
  readonly [K in keyof S]: K extends keyof T
    ? Required<T>[K] extends Frozen<z.output<S[K]>>
      ? unknown
      : never
    : never;
};

/** zod makes arrays that may be changed, core has others. */
type Frozen<V> = V extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : V extends object
    ? {readonly [K in keyof V]: Frozen<V[K]>}
    : V;
