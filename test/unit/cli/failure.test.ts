import {expect, test} from 'vitest';
import {tellFailure} from '../../../src/cli/failure.ts';
import {ProxError} from '../../../src/core/errors.ts';
import {TextSink} from './text-sink.ts';

async function told(error: unknown, usage?: string): Promise<string> {
  const stderr = new TextSink();
  await tellFailure(error, {stderr, isVerbose: false, ...(usage !== undefined && {usage})});
  return stderr.text;
}

test('a missing token is asked for in terms of the command line', async () => {
  const error = new ProxError('UNAUTHORIZED', {hint: 'Send the header `Authorization: …`.'});
  expect(await told(error)).toMatch(/^prox: A valid token is required\nGive .*--token.*PROX_TOKEN/);
});

test('who guessed too often is told how long to wait', async () => {
  const error = new ProxError('RATE_LIMITED', {details: {retry_after_seconds: 42}});
  expect(await told(error)).toMatch(/wait 42 s\.\nGive the token with --token/);
});

test('only when nobody answers is it asked whether prox runs', async () => {
  const cause = Object.assign(new Error('connect'), {code: 'ECONNREFUSED'});
  const refused = new ProxError('UNREACHABLE', {cause});
  expect(await told(refused)).toContain('Is prox running?');
  expect(await told(new ProxError('UNREACHABLE'))).toBe('prox: prox did not answer\n');
});

test('the usage is shown to wrong usage without a hint of its own', async () => {
  expect(await told(new ProxError('USAGE'), 'Usage: …')).toBe('prox: Wrong usage\nUsage: …\n');
  const hinted = new ProxError('USAGE', {hint: 'See there.'});
  expect(await told(hinted, 'Usage: …')).toBe('prox: Wrong usage\nSee there.\n');
  expect(await told(new ProxError('START_FAILED'), 'Usage: …')).not.toContain('Usage');
});

test('a bug is not told as a failure', async () => {
  await expect(told(new TypeError('oops'))).rejects.toThrow('oops');
});
