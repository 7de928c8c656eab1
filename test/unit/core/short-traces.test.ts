import {expect, test} from 'vitest';
import {withShortTraces} from '../../../src/core/short-traces.ts';

test('of a trace of Node its own frames are left out', () => {
  expect(
    withShortTraces([
      'Error: listen EADDRINUSE: address already in use :::3000',
      '    at Server.setupListenHandle [as _listen2] (node:net:1908:16)',
      '    at Object.<anonymous> (/app/server.js:3:9)',
      '    at Module._compile (node:internal/modules/cjs/loader:1554:14)',
      "Emitted 'error' event on Server instance at:",
      '    at emitErrorNT (node:net:1944:8)',
      '    at node:internal/main/run_main_module:36:49 {',
      "  code: 'EADDRINUSE'",
    ]),
  ).toEqual([
    'Error: listen EADDRINUSE: address already in use :::3000',
    '    at Object.<anonymous> (/app/server.js:3:9)',
    "Emitted 'error' event on Server instance at:",
    "  code: 'EADDRINUSE'",
  ]);
});

test('a deep trace keeps the first frames of each of its causes', () => {
  const frames = ['a', 'b', 'c', 'd', 'e'].map(name => `\tat com.shop.Api.${name}(Api.java:1)`);
  const lines = ['java.lang.Error: one', ...frames, 'Caused by: two', ...frames];
  expect(withShortTraces(lines)).toEqual([
    'java.lang.Error: one',
    ...frames.slice(0, 3),
    'Caused by: two',
    ...frames.slice(0, 3),
  ]);
});

test('other lines stay as they are', () => {
  const lines = ['listening', 'at work', '  at', ''];
  expect(withShortTraces(lines)).toEqual(lines);
});
