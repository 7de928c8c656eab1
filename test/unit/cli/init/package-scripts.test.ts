import {expect, test} from 'vitest';
import {chooseScripts} from '../../../../src/cli/init/package-scripts.ts';

function choose(...names: readonly string[]): readonly string[] {
  return chooseScripts(Object.fromEntries(names.map(name => [name, 'x']))).names;
}

test.each([
  'dev',
  'start',
  'serve',
  'watch',
  'worker',
  'dev:web',
  'watch-css',
  'worker:mail',
  'build:watch',
])('%s lives until it is stopped', name => {
  expect(choose(name)).toEqual([name]);
});

test.each([
  'build',
  'test',
  'lint',
  'test:watch',
  'start:prod',
  'prestart',
  'devtools',
  'dev:build',
  'x',
])('%s does not, or is not for development', name => {
  expect(choose(name)).toEqual([]);
});

test('of the spellings of one wish the one for development is meant', () => {
  const scripts = {serve: 'vite preview', start: 'node dist', worker: 'w', dev: 'vite'};
  expect(chooseScripts(scripts)).toEqual({
    names: ['dev', 'worker'],
    remarks: ['the script start is left out beside dev', 'the script serve is left out beside dev'],
  });
  expect(choose('start', 'start:dev')).toEqual(['start:dev']);
  expect(choose('start')).toEqual(['start']);
});

test.each([
  'npm run dev:web & node api.js',
  'yarn dev:web',
  'pnpm dev:web',
  'concurrently "npm:dev:*"',
  'concurrently npm:dev:web "node api.js"',
  'run-p dev:*',
  'npm-run-all --parallel "dev:web"',
])('what `%s` runs is not run a second time', line => {
  expect(chooseScripts({'dev:web': 'vite', dev: line})).toEqual({
    names: ['dev'],
    remarks: ['the script dev:web is run by dev'],
  });
});

test.each(['node dev:web.js', 'npm run dev:web2', 'run-p dev:web2 xdev:*'])(
  '`%s` runs no other script',
  line => {
    expect(chooseScripts({'dev:web': 'vite', dev: line}).names).toEqual(['dev', 'dev:web']);
  },
);
