import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {childEnv} from '../../../src/supervisor/child-env.ts';
import {sampleProcess} from '../../rig/sample-config.ts';

const EXTRA_ENV = {NODE_EXTRA_CA_CERTS: '/ca.pem', PROX_URL_API: 'http://api.localhost:6788'};

async function envOf(env: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const options = {instance: 'i', apiUrl: 'http://127.0.0.1:1', isTerminal: false};
  const made = await childEnv(sampleProcess({env}), {...options, extraEnv: EXTRA_ENV});
  return {...made.env};
}

describe('what prox adds for every child', () => {
  beforeEach(() => {
    for (const name of Object.keys(EXTRA_ENV)) vi.stubEnv(name, undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('is there', async () => {
    expect(await envOf({})).toMatchObject(EXTRA_ENV);
  });

  it('loses against the env of the process', async () => {
    const env = {NODE_EXTRA_CA_CERTS: '/my.pem', PROX_URL_API: 'http://mine'};
    expect(await envOf(env)).toMatchObject(env);
  });

  it('wins over the environment of prox, which may be that of another prox above it', async () => {
    vi.stubEnv('PROX_URL_API', 'http://of-the-other');
    vi.stubEnv('NODE_EXTRA_CA_CERTS', '/part-of-ours.pem');
    expect(await envOf({})).toMatchObject(EXTRA_ENV);
  });

  it('is not told as a wish of the user', async () => {
    const options = {instance: 'i', apiUrl: '', isTerminal: false, extraEnv: EXTRA_ENV};
    expect((await childEnv(sampleProcess(), options)).addedEnv).toEqual({});
  });
});
