import {describe, expect, it} from 'vitest';
import {exampleFile} from '../../../src/config/example.ts';
import {jsonSchema} from '../../../src/config/json-schema.ts';
import type {JsonSchema} from '../../../src/config/json-schema.ts';
import {referenceTables} from '../../../src/config/reference.ts';

interface Declared {
  readonly key: string;
  readonly description: string | undefined;
}

/** Every key that prox.yaml may hold, at any depth. */
function declared(schema: unknown): readonly Declared[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const {properties = {}, additionalProperties, anyOf = []} = schema as JsonSchema;
  const own = Object.entries(properties).map(([key, property]) => ({
    key,
    description: (property as JsonSchema).description,
  }));
  const below = [...Object.values(properties), additionalProperties, ...anyOf];
  return [...own, ...below.flatMap(declared)];
}

describe('what follows from the declaration', () => {
  const keys = declared(jsonSchema());

  it('describes every key', () => {
    expect(keys.length).toBeGreaterThan(30);
    expect(keys.filter(({description}) => description === undefined)).toEqual([]);
  });

  it('has a row in the docs for every key', () => {
    const tables = referenceTables();
    expect(keys.filter(({key}) => !tables.includes(`| \`${key}\` |`))).toEqual([]);
  });

  it('shows every key in the example', () => {
    const example = exampleFile();
    expect(keys.filter(({key}) => !new RegExp(`^ *(# )?${key}:`, 'm').test(example))).toEqual([]);
  });

  it('allows anchors at the top level of the JSON schema, and nothing else', () => {
    expect(jsonSchema()).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      additionalProperties: false,
      patternProperties: {'^x-': {}},
      required: ['processes'],
    });
  });
});
