import {expect, test} from 'vitest';
import {fromPackages, type Package} from '../../../../src/cli/init/package-json.ts';

function read(scripts: object, workspaces: readonly Package[] = []) {
  return fromPackages({root: {dir: '', manifest: {scripts}}, workspaces, manager: 'pnpm'});
}

const WEB: Package = {
  dir: 'packages/web',
  manifest: {name: '@acme/web', scripts: {dev: 'vite', 'worker:mail': 'x', build: 'x'}},
};

test('a script is run by the package manager, and gives the process its name', () => {
  expect(read({dev: 'vite', "wor'ker-watch": 'x'}).entries).toEqual([
    {section: 'processes', name: 'dev', keys: {cmd: 'pnpm run dev'}, needs: {}, remarks: []},
    {
      section: 'processes',
      name: "wor'ker-watch",
      keys: {cmd: String.raw`pnpm run 'wor'\''ker-watch'`},
      needs: {},
      remarks: [],
    },
  ]);
});

test('a workspace runs in its folder, and its main script has its name without the scope', () => {
  expect(read({}, [WEB]).entries).toMatchObject([
    {name: 'web', keys: {cmd: 'pnpm run dev', cwd: 'packages/web'}},
    {name: 'web-worker:mail', keys: {cmd: 'pnpm run worker:mail', cwd: 'packages/web'}},
  ]);
});

test('a workspace without a name is called like its folder', () => {
  const manifest = {scripts: {dev: 'vite'}};
  expect(read({}, [{dir: 'packages/web', manifest}]).entries).toMatchObject([{name: 'web'}]);
});

test.each([
  'turbo dev',
  'pnpm -r dev',
  'pnpm --parallel dev',
  'npm run dev --workspaces',
  'nx run-many',
])('`%s` gives way to the workspaces that it runs', line => {
  const {entries, remarks} = read({dev: line, worker: 'node w.js -r x'}, [WEB]);
  expect(entries.map(({name}) => name)).toEqual(['worker', 'web', 'web-worker:mail']);
  expect(remarks).toEqual(['the script dev runs the workspaces, which stand here one by one']);
});

test('without such workspaces it stays', () => {
  expect(read({dev: 'turbo dev'}).entries).toMatchObject([{name: 'dev'}]);
});

test.each([undefined, [], {dev: null, start: ['x']}])('the scripts %j are none', scripts => {
  const root = {dir: '', manifest: {scripts}};
  expect(fromPackages({root, workspaces: [], manager: 'npm'}).entries).toEqual([]);
});
