import * as z from 'zod';
import {COMPONENTS} from '../answers/component.ts';
import {PARAMETER_FORMS} from '../parameters.ts';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Every named schema, by its name. */
export function componentSchemas(): Readonly<Record<string, JsonSchema>> {
  const {schemas} = z.toJSONSchema(COMPONENTS, {...STYLE, uri: referenceTo});
  return Object.fromEntries(
    Object.entries(schemas).map(([id, {$schema: _dialect, $id: _uri, ...schema}]) => [id, schema]),
  );
}

/** A schema that has a name as a reference to it. */
export function reference(schema: z.ZodType): JsonSchema {
  const {id = ''} = COMPONENTS.get(schema) ?? {};
  return {$ref: referenceTo(id)};
}

/** What an operation takes, before it is parsed. */
export function inputSchema(schema: z.ZodType): JsonSchema {
  const {$schema: _dialect, ...rest} = z.toJSONSchema(schema, STYLE);
  return rest;
}

function referenceTo(id: string): string {
  return `#/components/schemas/${id}`;
}

/** `io`: answers may get more fields within a version, so nothing is said about others. */
const STYLE = {
  io: 'input',
  target: 'draft-2020-12',
  override: ({zodSchema, jsonSchema}) => {
    const form = PARAMETER_FORMS.get(zodSchema)?.form;
    if (form) {
      const {description} = jsonSchema;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
      Object.assign(jsonSchema, form, description !== undefined && {description});
    }
    // What the format says already, and the bounds of every number of JavaScript.
    if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  },
} as const satisfies z.core.ToJSONSchemaParams;
