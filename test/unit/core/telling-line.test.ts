import {expect, test} from 'vitest';
import {tellingLine} from '../../../src/core/telling-line.ts';

test.each([
  ['nothing', [], ''],
  ['the last line', ['one', 'two'], 'two'],
  ['the last line that is not blank', ['one', '', '  '], 'one'],
  [
    'the error of a trace of Node',
    [
      'node:internal/modules/esm/resolve:283',
      '    throw new ERR_MODULE_NOT_FOUND(',
      '',
      "Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/a.mjs'",
      '    at finalizeResolution (node:internal/modules/esm/resolve:283:11) {',
      "  code: 'ERR_MODULE_NOT_FOUND',",
      '}',
      '',
      'Node.js v20.20.2',
    ],
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/a.mjs'",
  ],
  [
    'the error of a trace of a server of Node',
    [
      'Error: listen EADDRINUSE: address already in use :::3000',
      '    at Server.listen (node:net:2067:7)',
      "Emitted 'error' event on Server instance at:",
      '    at emitErrorNT (node:net:1944:8) {',
      "  code: 'EADDRINUSE',",
      '}',
    ],
    'Error: listen EADDRINUSE: address already in use :::3000',
  ],
  [
    'the error of a trace of Python',
    ['Traceback (most recent call last):', '  File "a.py", line 1', 'KeyError: 1'],
    'KeyError: 1',
  ],
])('%s', (_, lines, expected) => {
  expect(tellingLine(lines)).toBe(expected);
});
