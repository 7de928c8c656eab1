import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {GENERATED_FILES, withTables} from '../../docs/tables.ts';
import {ROUTES} from '../../src/api/routes.ts';
import {COMMANDS} from '../../src/cli/command-table.ts';
import {ERRORS} from '../../src/core/errors.ts';

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

test('every command is in the reference', () => {
  const page = read('docs/reference/cli.md');
  const headings = COMMANDS.map(({name}) => `### \`prox ${name}`);

  expect(headings.filter(heading => !page.includes(heading))).toEqual([]);
});

test('a page that asks for an unknown table is an error', () => {
  expect(() => withTables('<!-- table: colours -->\n<!-- /table -->')).toThrow('colours');
});

function read(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}
