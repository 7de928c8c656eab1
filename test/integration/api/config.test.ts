import {describe, expect, test} from 'vitest';
import {ApiRig} from '../../rig/api-rig.ts';
import {TestApp} from '../../rig/test-app.ts';

const validate = {method: 'POST', path: '/api/v1/config/validate'};
const YAML = 'processes: {web: x}\n';

describe('the body of POST /config/validate', () => {
  test.each([
    'application/yaml',
    'application/yaml; charset=utf-8',
    'application/x-yaml',
    'text/yaml',
    'TEXT/YAML',
  ])('is taken as %s', async type => {
    await using api = await ApiRig.start();
    const headers = {'content-type': type};
    expect(await api.call({...validate, headers, body: YAML})).toMatchObject({status: 200});
    expect(api.prox.calls).toEqual([{operation: 'validateConfig', input: {yaml: YAML}}]);
  });

  test('loses its byte order mark, as the file does', async () => {
    await using api = await ApiRig.start();
    const headers = {'content-type': 'application/yaml'};
    await api.call({...validate, headers, body: `\uFEFF${YAML}`});
    expect(api.prox.calls).toMatchObject([{input: {yaml: YAML}}]);
  });

  test.each([
    ['no type', {}, {}],
    ['the type of JSON', {'content-type': 'application/json'}, {}],
    [
      'the type of YAML, which makes it an empty document',
      {'content-type': 'application/yaml'},
      {yaml: ''},
    ],
  ])('may be left out, with %s', async (_, headers, input) => {
    await using api = await ApiRig.start();
    expect(await api.call({...validate, headers})).toMatchObject({status: 200});
    expect(api.prox.calls).toEqual([{operation: 'validateConfig', input}]);
  });

  test.each(['application/json', 'text/plain', 'text/html'])('is 415 as %s', async type => {
    await using api = await ApiRig.start();
    const {status, text} = await api.call({
      ...validate,
      headers: {'content-type': type},
      body: '{"processes":{}}',
    });
    expect(status).toBe(415);
    expect(JSON.parse(text)).toMatchObject({
      code: 'UNSUPPORTED_MEDIA_TYPE',
      error: expect.stringContaining('application/yaml'),
    });
    expect(api.prox.calls).toEqual([]);
  });

  test('is not looked for in the query', async () => {
    await using api = await ApiRig.start();
    await api.call({...validate, path: `${validate.path}?yaml=processes`});
    expect(api.prox.calls).toEqual([{operation: 'validateConfig', input: {}}]);
  });

  test('is 415 where no YAML is taken', async () => {
    await using api = await ApiRig.start();
    const headers = {'content-type': 'text/yaml'};
    const reload = {method: 'POST', path: '/api/v1/config/reload', headers, body: YAML};
    expect(await api.call(reload)).toMatchObject({status: 415});
    expect(api.prox.calls).toEqual([]);
  });
});

/** Engineering notes: whatever a YAML text holds, it is told in words and soon, and prox runs on. */
test.each([
  ['a bomb', bomb()],
  ['deep nesting', '['.repeat(100_000)],
  ['deep maps', Array.from({length: 500}, (_, level) => `${' '.repeat(level)}a:\n`).join('')],
  ['an alias in itself', 'a: &a [*a]\nprocesses: {web: x}\n'],
  ['tabs', 'processes:\n\tweb: x\n'],
  ['a duplicate key', 'processes: {web: x, web: y}\n'],
  ['two documents', `${YAML}---\n${YAML}`],
  ['NUL', '\0'],
  ['1 MB of brackets', '[]'.repeat(500_000)],
  ['1 MB of text', 'x'.repeat(1_000_000)],
  ['nothing but a comment', '# nothing'],
  ['a number', '1'],
  ['keys of objects', 'processes: {__proto__: {cmd: x}, constructor: 1}\n'],
])('%s is an error with a place, and prox runs on', async (_, yaml) => {
  await using running = await TestApp.create({config: YAML});
  await using api = await ApiRig.start({prox: running.app});
  const headers = {'content-type': 'application/yaml'};
  const {status, text} = await api.call({...validate, headers, body: yaml});
  expect(status).toBe(200);
  const {valid, errors} = JSON.parse(text);
  expect(valid).toBe(false);
  expect(errors.length).toBeGreaterThan(0);
  expect(errors[0]).toEqual({
    path: expect.any(String),
    line: expect.any(Number),
    column: expect.any(Number),
    message: expect.any(String),
  });
  expect(await api.call({path: '/api/v1/status'})).toMatchObject({status: 200});
  expect(api.bugs).toEqual([]);
});

test.each([
  ['a byte order mark', `\uFEFF${YAML}`],
  ['200 merges', merges()],
])('%s is fine', async (_, yaml) => {
  await using running = await TestApp.create({config: YAML});
  await using api = await ApiRig.start({prox: running.app});
  const headers = {'content-type': 'application/yaml'};
  const {text} = await api.call({...validate, headers, body: yaml});
  expect(JSON.parse(text)).toEqual({valid: true, errors: [], warnings: []});
});

function bomb(): string {
  const levels = Array.from({length: 9}, (_, level) => {
    const inner = level === 0 ? 'x' : `*a${level - 1}`;
    return `x-${level}: &a${level} [${Array(9).fill(inner).join(', ')}]\n`;
  });
  return levels.join('') + YAML;
}

function merges(): string {
  const names = Array.from({length: 200}, (_, index) => `  p${index}: {<<: *base}\n`);
  return `x-base: &base {cmd: x}\nprocesses:\n${names.join('')}`;
}

describe.each(['/ready', '/api/v1/ready'])('GET %s', path => {
  test('is 200 when all is ready', async () => {
    await using api = await ApiRig.start();
    const {status, text} = await api.call({path});
    expect([status, text]).toEqual([200, '{"ready":true}']);
  });

  test('is 503 with how many are not, and no error', async () => {
    await using running = await TestApp.create({config: YAML});
    await using api = await ApiRig.start({prox: running.app});
    const {status, text} = await api.call({path});
    expect([status, text]).toEqual([503, '{"ready":false,"not_ready":1}']);
    const head = await api.call({method: 'HEAD', path});
    expect([head.status, head.text, head.headers['content-length']]).toEqual([
      503,
      '',
      String(text.length),
    ]);
  });

  test('takes names, and an unknown one is 404', async () => {
    await using running = await TestApp.create({config: YAML});
    await using api = await ApiRig.start({prox: running.app});
    expect(await api.call({path: `${path}?process=web`})).toMatchObject({status: 503});
    const {status, text} = await api.call({path: `${path}?process=web,wep`});
    expect([status, JSON.parse(text).code]).toEqual([404, 'PROCESS_NOT_FOUND']);
  });

  test('needs the token where there is one', async () => {
    await using api = await ApiRig.start({token: 'secret'});
    expect(await api.call({path})).toMatchObject({status: 401});
  });
});
