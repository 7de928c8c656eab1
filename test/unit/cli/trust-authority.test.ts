import {X509Certificate} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {afterEach, expect, test, vi} from 'vitest';
import {Output} from '../../../src/cli/output.ts';
import {noteOfBrowsers, removalByHand, trustAuthority} from '../../../src/cli/trust-authority.ts';
import type {CaCertificate, CommandLine, TrustStore} from '../../../src/os/trust-store.ts';
import {tempDir} from '../daemon/temp-dir.ts';
import {selfSigned} from '../proxy/certificates/certificate-rig.ts';
import {TextSink} from './text-sink.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const stdout = new TextSink();

function output(stderr: TextSink): Output {
  return new Output({stdout, stderr, env: {}, color: false, isQuiet: false});
}

function ca(): CaCertificate {
  const {certFile: file} = selfSigned({folder: tempDir(), isCa: true});
  return {file, certificate: new X509Certificate(readFileSync(file))};
}

/** Answers in turn whether it trusts. */
function store(answers: readonly (boolean | undefined)[], command: CommandLine): TrustStore {
  const left = [...answers];
  return {
    name: 'the store',
    trusts: async () => left.shift(),
    adding: () => [command],
    removing: () => [['rm', 'it is here']],
    isOfRoot: false,
  };
}

test('a store that trusts the CA already is left alone', async () => {
  const stderr = new TextSink();
  const stores = [store([true], ['false'])];
  expect(await trustAuthority(stores, ca(), output(stderr))).toBe(true);
  expect(stderr.text).toBe('the store trusts it\n');
});

test('a store that takes the CA trusts it', async () => {
  const stderr = new TextSink();
  expect(await trustAuthority([store([false, true], ['true'])], ca(), output(stderr))).toBe(true);
});

test.each<[string, CommandLine, RegExp]>([
  ['without the rights', ['sh', '-c', 'echo not allowed >&2; exit 1'], /: not allowed\n/],
  ['without the tool', ['no-such-tool', 'a b'], /: no-such-tool is not there\n/],
  ['that takes it and does not trust it', ['true', 'a b'], /it is not in there/],
])('a store %s is told of, with the way to do it by hand', async (_, command, reason) => {
  const stderr = new TextSink();
  const stores = [store([false, false], command), store([true], ['true'])];
  expect(await trustAuthority(stores, ca(), output(stderr))).toBe(false);
  expect(stderr.text).toMatch(reason);
  expect(stderr.text).toContain(`Do it by hand:\n  ${command[0]} `);
  expect(stderr.text).toContain('the store trusts it'); // the next one had its turn
});

test('without sudo the commands to be run by root are told', async () => {
  const authority = ca();
  vi.stubEnv('PATH', tempDir());
  vi.spyOn(process, 'getuid').mockReturnValue(1000);
  const stderr = new TextSink();
  const ofRoot = {...store([false], ['install', 'a b']), isOfRoot: true};
  expect(await trustAuthority([ofRoot], authority, output(stderr))).toBe(false);
  expect(stderr.text).toBe(
    "the store does not trust it: sudo is not there\nDo it by hand, as root:\n  install 'a b'\n",
  );
});

test('on Linux a browser that was never started is to be started', async () => {
  vi.spyOn(process, 'platform', 'get').mockReturnValue('linux');
  const [none, one] = [new TextSink(), new TextSink()];
  await noteOfBrowsers([], output(none));
  expect(none.text).toContain('start the browser once, then run this again');
  await noteOfBrowsers([store([true], ['true'])], output(one));
  expect(one.text).toBe('');
});

test('the way to take a CA away is told for the stores that trust it', async () => {
  const stores = [store([true], ['true']), store([false], ['true'])];
  expect(await removalByHand(stores, ca())).toBe("  rm 'it is here'");
  expect(await removalByHand([store([undefined], ['true'])], ca())).toBeUndefined();
});
