import {Socket} from 'node:net';
import {expect, test} from 'vitest';
import {clientAddress} from '../../../src/api/client-address.ts';

test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['::1', '::1'],
  ['::ffff:abcd', '::ffff:abcd'],
])('who comes from %s is %s', (remoteAddress, address) => {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', {value: remoteAddress});
  expect(clientAddress({socket})).toBe(address);
});

test('who has gone already has no address', () => {
  expect(clientAddress({socket: new Socket()})).toBe('');
});
