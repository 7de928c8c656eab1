import {describe, expect, test} from 'vitest';
import {formBreaches, globalBreaches, importBreaches} from './breaches.ts';
import {importsOf, readSourceFiles} from './source-files.ts';

const FILES = readSourceFiles();

test('every file of src keeps to its layer and to the packages it owns', () => {
  expect(FILES.flatMap(importBreaches)).toEqual([]);
});

test('time, exit codes and output are touched by their owners only', () => {
  expect(FILES.flatMap(globalBreaches)).toEqual([]);
});

test('files are short, well named and free of escapes from the compiler', () => {
  expect(FILES.flatMap(formBreaches)).toEqual([]);
});

test('src is all there', () => {
  const imports = FILES.flatMap(file => importsOf(file));

  expect(FILES.length).toBeGreaterThan(10);
  expect(imports.length).toBeGreaterThan(FILES.length);
});

describe('the rules find', () => {
  test.each([
    ['a static import', "import {App} from '../app/app.ts';"],
    ['an import of a type', "import type {App} from '../app/app.ts';"],
    ['an import over several lines', "import {\n  type App,\n} from '../app/app.ts';"],
    ['a re-export', "export {App} from '../app/app.ts';"],
    ['an import for its effect', "import '../app/app.ts';"],
    ['a dynamic import', "const app = await import('../app/app.ts');"],
  ])('%s of a layer that is out of reach', (_name, text) => {
    expect(importBreaches({path: 'api/server.ts', text})).toEqual([
      'api/server.ts imports app/app.ts: api is HTTP around the Prox interface, whoever answers it',
    ]);
  });

  test.each([
    [
      'supervisor/probe.ts',
      "import {execa} from 'execa';",
      /execa: only supervisor\/spawn\.ts may/,
    ],
    ['cli/main.ts', "import left from 'left-pad';", /left-pad, which nobody owns/],
    ['core/clock.ts', "import {join} from 'node:path';", /core is pure/],
    ['api/sse.ts', "import {spawn} from 'node:child_process';", /only supervisor/],
    ['cli/main.ts', "import {a} from './output.js';", /does not end in \.ts/],
    ['cli/main.ts', 'await import(`./commands/${name}.ts`);', /…, which nobody owns/],
    ['app/app.ts', "import manifest from '../../package.json';", /only cli\/version\.ts may/],
    ['tools/a.ts', "import {b} from './b.ts';", /no layer/],
  ])('in %s: %s', (path, text, breach) => {
    expect(importBreaches({path, text}).join()).toMatch(breach);
  });

  test.each([
    ['cli/commands/up.ts', 'process.exitCode = 1;', 'process.exit'],
    ['cli/output.ts', 'console.log(1);', 'console'],
    ['app/app.ts', 'process.stdout.write(text);', 'process.stdout'],
    ['app/app.ts', 'const at = Date.now();', 'time'],
    ['app/app.ts', 'const at = new Date();', 'time'],
    ['app/app.ts', 'setTimeout(stop, 10);', 'time'],
  ])('in %s: %s', (path, text, name) => {
    expect(globalBreaches({path, text}).join()).toContain(`${path} uses ${name}: `);
  });

  test.each([
    ['core/a.ts', 'function f(x: any) {}', 'any'],
    ['core/a.ts', 'const x = y as any;', 'any'],
    ['core/a.ts', 'const x = map.get(key)!;', 'non-null'],
    ['core/a.ts', 'const x = list[0]!.name;', 'non-null'],
    ['core/a.ts', '// @ts-expect-error\nf();', 'suppressed check'],
    ['core/a.ts', 'f(); // oxlint-disable-line', 'suppressed check'],
    ['core/a.ts', '// TODO: mend\nf();', 'open end'],
    ['core/a.ts', 'f();\n'.repeat(251), '251 lines'],
    ['core/utils.ts', '', 'says nothing'],
    ['cli/common/a.ts', '', 'says nothing'],
  ])('in %s: %j', (path, text, breach) => {
    expect(formBreaches({path, text}).join()).toContain(breach);
  });

  test.each([
    ['core/a.ts', "if (x !== y && !z) f('Oh no!', `any of ${list}`);"],
    ['core/a.ts', '// Date.now() would jump; any clock may.\nf();'],
    ['core/a.ts', "const url = 'http://127.0.0.1'; const many = 1;"],
  ])('nothing in %s: %j', (path, text) => {
    const file = {path, text};

    expect([...importBreaches(file), ...globalBreaches(file), ...formBreaches(file)]).toEqual([]);
  });
});
