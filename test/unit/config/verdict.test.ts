import {expect, it} from 'vitest';
import {checkConfig} from '../../../src/config/load.ts';
import {verdictOf} from '../../../src/config/verdict.ts';

async function verdict(text: string) {
  return verdictOf(await checkConfig(text, '/project/prox.yaml'));
}

it('of a good file has neither errors nor warnings', async () => {
  expect(await verdict('processes: {web: x}')).toEqual({valid: true, errors: [], warnings: []});
});

it('of a bad file tells every problem with its place', async () => {
  expect(await verdict('processes:\n  web: 1\n  api: {cmd: x, prot: 1}\n')).toEqual({
    valid: false,
    errors: [
      {
        path: 'processes.web',
        line: 2,
        column: 8,
        message: '`processes.web` must be a command, or a map that holds `cmd`',
      },
      {
        path: 'processes.api.prot',
        line: 3,
        column: 17,
        message: 'unknown key `prot` in `processes.api`',
      },
    ],
    warnings: [],
  });
});

it('of a file that cannot be taken for YAML has an empty path', async () => {
  const {errors} = await verdict('processes: [');
  expect(errors).toMatchObject([{path: '', line: 1}]);
});

it('warns of a stack of which nothing starts by itself', async () => {
  const {valid, warnings} = await verdict('processes: {web: {cmd: x, autostart: false}}');
  expect(valid).toBe(true);
  expect(warnings).toEqual(['nothing starts by itself; `prox start web` starts it']);
});

// Each took between 1.5 and 17 s when it was parsed to its end.
it.each([
  ['commas', `[${','.repeat(1024 ** 2 - 10)}]`],
  ['quotes', '"'.repeat(1024 ** 2)],
  ['anchors', '&a '.repeat(349_000)],
  ['blank lines', '\n'.repeat(1024 ** 2)],
])('of 1 MB of %s is that there are too many', async (_, text) => {
  const {errors} = await verdict(text);
  expect(errors).toMatchObject([{message: 'the file holds more than 200000 words and signs'}]);
});

it('takes as many values as there may be, each on a line of its own', async () => {
  const lines = Array.from({length: 19_990}, (_, index) => `  A${index}: "${index}" # one`);
  const env = lines.join('\n').replaceAll(/^/gm, '    ');
  const {errors} = await verdict(`processes:\n  web:\n    cmd: x\n    env:\n${env}\n`);
  expect(errors).toEqual([]);
});
