import {Validator} from '@seriousme/openapi-schema-validator';
import {expect, test} from 'vitest';
import {OWN_ROUTES} from '../../../../src/api/all-routes.ts';
import {OPERATIONS} from '../../../../src/api/routes.ts';
import {API_ERRORS} from '../../../../src/core/errors.ts';
import {DOCUMENT, DOCUMENTED_ROUTES} from '../../../rig/api-document.ts';

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  expect(await validator.validate({...structuredClone(DOCUMENT)})).toEqual({valid: true});
  expect(validator.version).toBe('3.1');
});

test('a document that says nothing true is not valid', async () => {
  const broken = {...DOCUMENT, paths: {'/x': {get: {responses: {'2000': {}}}}}};
  expect(await new Validator().validate(broken)).toMatchObject({valid: false});
});

test('every reference leads to something', () => {
  const references = JSON.stringify(DOCUMENT).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g);
  const found = [...references].map(([, kind = '', id = '']) => ({kind, id}));
  expect(found.length).toBeGreaterThan(100);
  const {schemas, responses} = DOCUMENT.components;
  const known = new Set([
    ...Object.keys(schemas).map(id => `schemas/${id}`),
    ...Object.keys(responses).map(id => `responses/${id}`),
  ]);
  expect(found.filter(({kind, id}) => !known.has(`${kind}/${id}`))).toEqual([]);
});

test('every operation is in it once, by its name, with a topic', () => {
  const ids = DOCUMENTED_ROUTES.flatMap(({operation}) => operation.operationId ?? []);
  expect(ids.toSorted()).toEqual([...OPERATIONS, ...Object.keys(OWN_ROUTES)].toSorted());
  expect(DOCUMENTED_ROUTES.filter(({operation}) => operation.tags.length !== 1)).toEqual([]);
});

test('it tells the version of the API and of prox', () => {
  expect(DOCUMENT.info.version).toBe('v1, prox 1.2.3');
});

test('parameters are described by what they stand for', () => {
  const {parameters = []} = operationAt('GET', '/api/v1/logs');
  const schemas = Object.fromEntries(parameters.map(({name, schema}) => [name, schema]));
  expect(schemas).toMatchObject({
    process: {type: 'array', items: {type: 'string'}},
    stream: {type: 'array', items: {enum: ['stdout', 'stderr', 'prox']}},
    lines: {type: 'integer', minimum: 0, maximum: 10_000},
    regex: {type: 'boolean'},
    pattern: {type: 'string', maxLength: 1024},
    since: {type: 'string'},
  });
  expect(schemas['lines']).not.toHaveProperty('pattern');
});

test('the names in a path are its parameters, and required', () => {
  for (const {path, operation} of DOCUMENTED_ROUTES) {
    const inPath = operation.parameters?.filter(parameter => parameter.in === 'path') ?? [];
    const expected = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(inPath.map(({name}) => name)).toEqual(expected);
    expect(inPath.every(parameter => 'required' in parameter)).toBe(true);
  }
});

test('a body holds what is not in the path', () => {
  const {parameters, requestBody} = operationAt('POST', '/api/v1/processes/{name}/terminal');
  expect(parameters?.map(({name}) => name)).toEqual(['name']);
  expect(requestBody).toEqual({
    required: true,
    content: {
      'application/json': {
        schema: {
          type: 'object',
          properties: {
            columns: {type: 'integer', minimum: 1, maximum: 1000},
            rows: {type: 'integer', minimum: 1, maximum: 1000},
          },
          required: ['columns', 'rows'],
        },
      },
    },
  });
});

test('prox.yaml to check is YAML, and may be left out', () => {
  const {requestBody} = operationAt('POST', '/api/v1/config/validate');
  expect(requestBody).not.toHaveProperty('required');
  expect(Object.keys(requestBody?.content ?? {})).toEqual(['application/yaml']);
});

test('a stream is events whose data has a schema, can be resumed, and takes its token in the query', () => {
  const {parameters, responses, security} = operationAt('GET', '/api/v1/logs/stream');
  expect(responses['200']?.content).toEqual({
    'text/event-stream': {
      schema: {
        type: 'string',
        contentMediaType: 'application/json',
        contentSchema: {$ref: '#/components/schemas/LogEntry'},
      },
    },
  });
  expect(parameters).toContainEqual(expect.objectContaining({in: 'header', name: 'Last-Event-ID'}));
  expect(security).toContainEqual({query: []});
});

test('what is not ready is 503 with the same answer, and a WebSocket 101', () => {
  const {responses} = operationAt('GET', '/ready');
  expect(responses['503']?.content).toEqual(responses['200']?.content);
  expect(operationAt('GET', '/api/v1/ws').responses).toHaveProperty('101');
});

test('health needs nothing, and a login no token', () => {
  expect(operationAt('GET', '/health').security).toEqual([]);
  expect(operationAt('POST', '/api/v1/auth/login').security).toEqual([]);
});

test('every code that the API answers is told with its status', () => {
  const missing = Object.entries(API_ERRORS).filter(([code, {http}]) => {
    const {description = ''} = DOCUMENT.components.responses[`Error${http}`] ?? {};
    return !description.includes(`\`${code}\``);
  });
  expect(missing).toEqual([]);
});

test('answers may get more fields within a version', () => {
  expect(JSON.stringify(DOCUMENT.components.schemas)).not.toContain('"additionalProperties":false');
});

function operationAt(method: string, path: string) {
  const found = DOCUMENTED_ROUTES.find(route => route.method === method && route.path === path);
  if (!found) throw new Error(`${method} ${path} is not in the document`);
  return found.operation;
}
