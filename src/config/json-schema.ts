import {z} from 'zod';
import {fileSchema} from './schema.ts';
import type {Path} from './yaml-places.ts';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

let cached: JsonSchema | undefined;

/** What may be written in prox.yaml, as JSON schema (draft 2020-12). */
export function jsonSchema(): JsonSchema {
  cached ??= z.toJSONSchema(fileSchema, {
    io: 'input',
    target: 'draft-2020-12',
    // zod drops the examples of what is transformed, for they might be of the other side; ours never are.
    override: ({zodSchema, jsonSchema: made}) => {
      const {examples} = z.globalRegistry.get(zodSchema) ?? {};
      if (Array.isArray(examples)) made.examples = examples;
    },
  });
  return cached;
}

/** The keys that may stand in the map at `path`, in the order of the declaration. */
export function knownKeys(path: Path): readonly string[] {
  let schemas = forms(jsonSchema());
  for (const segment of path) schemas = schemas.flatMap(schema => child(schema, String(segment)));
  return schemas.flatMap(({properties}) => Object.keys(properties ?? {}));
}

/** A schema, or the alternatives that it is made of. */
export function forms(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf ? schema.anyOf.flatMap(forms) : [schema];
}

function child(schema: JsonSchema, key: string): readonly JsonSchema[] {
  const {properties, additionalProperties, items} = schema;
  const found = properties?.[key] ?? additionalProperties ?? items;
  return typeof found === 'object' && !Array.isArray(found) ? forms(found) : [];
}
