import * as fc from 'fast-check';
import {DOCUMENTED_ROUTES, type DocumentedRoute} from './api-document.ts';
import type {HttpCall} from './api-rig.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

const TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'application/yaml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'application/json; charset=utf-7',
  'a/b/c',
  ';',
];

/** What parsers of numbers, times, patterns, paths and keys have stumbled over elsewhere. */
const NASTY = [
  '',
  ' ',
  '0',
  '-1',
  '1.5',
  '1e309',
  'NaN',
  '99999999999999999999',
  '2026-01-01T00:00:00.000Z',
  '2026-13-45T99:99:99Z',
  '5m',
  '-5m',
  '999999999999999d',
  '(a+)+$',
  '(',
  '[[:alpha:]',
  '\\',
  '*',
  ',',
  ',,a,',
  '..',
  '.',
  '/',
  '\u0000',
  '\r\nX-Injected: 1',
  '__proto__',
  'constructor',
  'toString',
  'true',
  'web',
  'a'.repeat(5000),
  '\u{1F4A5}\u0301',
];

const word = fc.oneof(fc.constantFrom(...NASTY), fc.string({unit: 'binary', maxLength: 40}));

/** In a path or a query: mostly encoded, now and then as it is. */
const escaped = fc.oneof(
  {weight: 4, arbitrary: word.map(encodeURIComponent)},
  {weight: 1, arbitrary: fc.stringMatching(/^[!-~]{0,12}$/)},
  {
    weight: 1,
    arbitrary: fc.constantFrom('%', '%zz', '%00', '%2f', '%2e%2e', '%c3%28', '%ed%a0%80'),
  },
);

/** Node frames no body of a GET by itself. */
function framed(call: HttpCall): HttpCall {
  if (call.body === undefined) return call;
  return {
    ...call,
    headers: {...call.headers, 'content-length': String(Buffer.byteLength(call.body))},
  };
}

/** Calls of these routes with whatever can be put into them; of others too, where none are given. */
export function anyCall(routes?: readonly DocumentedRoute[]): fc.Arbitrary<HttpCall> {
  const ofRoute = fc.constantFrom(...(routes ?? DOCUMENTED_ROUTES)).chain(callOfRoute);
  const strays = routes ? [] : [{weight: 1, arbitrary: stray}];
  return fc.oneof({weight: 6, arbitrary: ofRoute}, ...strays).map(framed);
}

function callOfRoute({method, path, operation}: DocumentedRoute): fc.Arbitrary<HttpCall> {
  const names = operation.parameters?.filter(({in: place}) => place === 'query') ?? [];
  const bodies = Object.values(operation.requestBody?.content ?? {});
  const fields = bodies.flatMap(({schema}) => Object.keys(schema['properties'] ?? {}));
  return fc
    .record({
      path: pathOf(path),
      query: queryOf(names.map(({name}) => name)),
      content: contentOf(fields),
      resume: fc.option(fc.constantFrom('0', '-1', 'x', '99999999999999999999'), {nil: undefined}),
    })
    .map(({path: filled, query, content: {headers, body}, resume}) => ({
      method,
      path: filled + query,
      headers: {...headers, ...(resume !== undefined && {'last-event-id': resume})},
      ...(body !== undefined && {body}),
    }));
}

const stray = fc
  .record({
    method: fc.constantFrom(...METHODS),
    segments: fc.array(fc.oneof(escaped, fc.constantFrom('api', 'v1', 'processes', 'proxy'))),
    content: contentOf([]),
  })
  .map(({method, segments, content}) => ({method, path: `/${segments.join('/')}`, ...content}));

function pathOf(pattern: string): fc.Arbitrary<string> {
  const parts = pattern.split(/\{\w+\}/);
  return fc
    .array(escaped, {minLength: parts.length - 1, maxLength: parts.length - 1})
    .map(values => parts.map((part, index) => part + (values[index] ?? '')).join(''));
}

function queryOf(names: readonly string[]): fc.Arbitrary<string> {
  const known = names.length > 0 ? [fc.constantFrom(...names)] : [];
  const pair = fc.tuple(fc.oneof(...known, ...known, escaped), escaped);
  return fc
    .array(pair, {maxLength: 4})
    .map(pairs =>
      pairs.length === 0 ? '' : `?${pairs.map(([key, value]) => `${key}=${value}`).join('&')}`,
    );
}

interface Content {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

function contentOf(fields: readonly string[]): fc.Arbitrary<Content> {
  const value = fc.oneof(word, fc.jsonValue({maxDepth: 3}));
  const key = fields.length > 0 ? fc.oneof(fc.constantFrom(...fields), word) : word;
  const text = fc.oneof(
    fc.dictionary(key, value, {maxKeys: 5}).map(object => JSON.stringify(object)),
    fc.json({maxDepth: 3}),
    word,
  );
  const typed = fc
    .tuple(fc.oneof(fc.constant(TYPES[0] ?? ''), fc.constantFrom(...TYPES)), text)
    .map(([type, body]) => ({headers: {'content-type': type}, body}));
  return fc.oneof(
    fc.constant({headers: {}}),
    typed,
    text.map(body => ({headers: {}, body})),
  );
}
