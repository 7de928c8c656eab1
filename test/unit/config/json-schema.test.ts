import {expect, it} from 'vitest';
import {jsonSchema, knownKeys} from '../../../src/config/json-schema.ts';

it('allows anchors at the top level, and nothing else beside the keys', () => {
  expect(jsonSchema()).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    additionalProperties: false,
    patternProperties: {'^x-': {}},
  });
});

it('knows the keys of every map, also of one that may be written as text', () => {
  expect(knownKeys([])).toContain('processes');
  expect(knownKeys(['logs'])).toEqual(['max_lines', 'max_bytes', 'max_line_bytes']);
  expect(knownKeys(['processes', 'web'])).toContain('stop_signal');
  expect(knownKeys(['processes', 'web', 'healthcheck'])).toContain('interval');
  expect(knownKeys(['processes', 'web', 'restart'])).toContain('max_backoff');
  expect(knownKeys(['processes', 'web', 'port'])).toEqual([]);
  expect(knownKeys(['services', 'web'])).toContain('path_prefix');
  expect(knownKeys(['services', 'web', 0])).toContain('path_prefix');
});
