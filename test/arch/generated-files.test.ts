import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {GENERATED_FILES, withTables} from '../../docs/tables.ts';
import {ROUTES} from '../../src/api/routes.ts';
import {toWire} from '../../src/api/wire.ts';
import {COMMANDS} from '../../src/cli/command-table.ts';
import {jsonSchema, type JsonSchema} from '../../src/config/json-schema.ts';
import {ERRORS} from '../../src/core/errors.ts';
import {SAMPLE} from '../rig/fake-prox.ts';

const ROOT = new URL('../../', import.meta.url);

test.each(GENERATED_FILES)('$path is what `npm run generate` writes', ({path, render}) => {
  const current = read(path);

  expect(render(current)).toBe(current);
});

test('every error code is in the reference', () => {
  const page = read('docs/reference/errors.md');

  expect(Object.keys(ERRORS).filter(code => !page.includes(`| \`${code}\` |`))).toEqual([]);
});

test('every route is in the reference', () => {
  const page = read('docs/reference/api.md');
  const requests = Object.values(ROUTES).map(({method, path}) => `\`${method} /api/v1${path}\``);

  expect(requests.filter(request => !page.includes(request))).toEqual([]);
});

test.each(Object.entries(SAMPLE))(
  'every field that %s answers is in the reference',
  (_, answer) => {
    const page = read('docs/reference/api.md');

    const isTold = (field: string): boolean =>
      page.includes(`"${field}"`) || page.includes(`\`${field}\``);

    expect(fieldsOf(toWire(answer)).filter(field => !isTold(field))).toEqual([]);
  },
);

test('every command is in the reference', () => {
  const page = read('docs/reference/cli.md');
  const headings = COMMANDS.map(({name}) => `### \`prox ${name}`);

  expect(headings.filter(heading => !page.includes(heading))).toEqual([]);
});

test('every key of prox.yaml is described, in the reference and in the example', () => {
  const keys = declared(jsonSchema());
  const page = read('docs/reference/config.md');
  const example = read('prox.yaml.example');

  expect(keys.length).toBeGreaterThan(30);
  expect(keys.filter(({description}) => description === undefined)).toEqual([]);
  expect(keys.filter(({key}) => !page.includes(`| \`${key}\` |`))).toEqual([]);
  expect(keys.filter(({key}) => !new RegExp(`^ *(# )?${key}:`, 'm').test(example))).toEqual([]);
});

test('a page that asks for an unknown table is an error', () => {
  expect(() => withTables('<!-- table: colours -->\n<!-- /table -->')).toThrow('colours');
});

function read(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

interface DeclaredKey {
  readonly key: string;
  readonly description: string | undefined;
}

/** Every key that prox.yaml may hold, at any depth. */
function declared(schema: unknown): readonly DeclaredKey[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const {properties = {}, additionalProperties, anyOf = []} = schema as JsonSchema;
  const own = Object.entries(properties).map(([key, property]) => ({
    key,
    description: (property as JsonSchema).description,
  }));
  const below = [...Object.values(properties), additionalProperties, ...anyOf];
  return [...own, ...below.flatMap(declared)];
}

const CHOSEN_BY_USERS = new Set(['env', 'request_headers', 'response_headers']);

/** The keys of an answer at every depth, without those that a user has chosen. */
function fieldsOf(answer: unknown): readonly string[] {
  if (Array.isArray(answer)) return answer.flatMap(fieldsOf);
  if (typeof answer !== 'object' || answer === null) return [];
  return Object.entries(answer).flatMap(([key, value]) => [
    key,
    ...(CHOSEN_BY_USERS.has(key) ? [] : fieldsOf(value)),
  ]);
}
