import {isIPv6} from 'node:net';
import {networkInterfaces} from 'node:os';
import {expect, test} from 'vitest';
import {isOwnAddress} from '../../../src/daemon/address.ts';

const OWN = Object.values(networkInterfaces()).flatMap(addresses => addresses ?? []);

test.each(OWN.map(({address}) => address))('%s is an address of this machine', address => {
  expect(isOwnAddress(`http://${isIPv6(address) ? `[${address}]` : address}:5555`)).toBe(true);
});

test.each(['http://127.0.0.2:1', 'http://localhost:1', 'http://[::1]:1'])(
  '%s leads to this machine',
  url => {
    expect(isOwnAddress(url)).toBe(true);
  },
);

test.each(['http://198.51.100.7:1', 'http://127.0.0.1.evil.example:1', 'http://0.0.0.0:1'])(
  '%s may lead elsewhere',
  url => {
    expect(isOwnAddress(url)).toBe(false);
  },
);
