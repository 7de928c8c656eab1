import {expect, test} from 'vitest';
import {listenError} from '../../../src/api/listen-error.ts';

const address = {host: '10.255.1.1', port: 80};

test('a port that is taken is told from every other failure', () => {
  expect(listenError(systemError('EADDRINUSE'), address)).toMatchObject({
    code: 'PORT_IN_USE',
    message: 'Port already in use: 10.255.1.1:80',
    details: address,
  });
});

test.each([
  ['EADDRNOTAVAIL', /: this machine has no such address$/, /api\.host/],
  ['ENOTFOUND', /: no address is known for this name$/, /api\.host/],
  ['EACCES', /: you may not use this port; those below 1024/, /--api-port/],
  ['EWEIRD', /: listen EWEIRD$/, /api\.host and api\.port/],
])('%s is told in words, with the next step', (code, message, hint) => {
  expect(listenError(systemError(code), address)).toMatchObject({
    code: 'START_FAILED',
    message: expect.stringMatching(message),
    hint: expect.stringMatching(hint),
  });
});

function systemError(code: string): Error {
  return Object.assign(new Error(`listen ${code}`), {code});
}
