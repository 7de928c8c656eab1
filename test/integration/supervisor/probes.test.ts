import {createServer} from 'node:net';
import {describe, expect, it} from 'vitest';
import type {ActiveProbe} from '../../../src/config/config.ts';
import {systemClock} from '../../../src/core/clock.ts';
import {type ProbeResult, runProbe} from '../../../src/supervisor/probes.ts';
import {freePort} from '../../rig/free-port.ts';
import {TargetServer} from '../../rig/target-server.ts';

/** Runs no command: what one prints is in the tests of who runs it. */
async function probe(what: ActiveProbe, timeoutMs = 5000): Promise<ProbeResult> {
  return runProbe(what, {
    clock: systemClock,
    timeoutMs,
    signal: new AbortController().signal,
    runCommand: async () => ({exit: {code: undefined, signal: 'SIGSEGV'}, output: 'loading\nx'}),
  });
}

function http(url: string): ActiveProbe {
  return {type: 'http', url, status: undefined};
}

describe('a failed probe says in words', () => {
  it.each(['localhost', '127.0.0.1', '::1'])('that %s refused', async host => {
    const port = await freePort();
    const place = host === '::1' ? `[::1]:${port}` : `${host}:${port}`;
    const words = `connection refused (${place})`;
    expect(await probe({type: 'tcp', host, port})).toEqual({
      success: false,
      output: words,
      problem: words,
    });
  });

  it('that nothing answered in time', async () => {
    await using server = await TargetServer.start();
    const url = `http://127.0.0.1:${server.port}/health`;
    expect(await probe(http(url), 50)).toMatchObject({
      success: false,
      problem: `no answer within 50ms (${url})`,
    });
  });

  it('which status came, without the secrets of the URL', async () => {
    await using server = await TargetServer.start({
      answer: request => request.respond({status: 500}),
    });
    const {port} = server;
    expect(await probe(http(`http://ada:pass@127.0.0.1:${port}/health?token=x`))).toEqual({
      success: false,
      output: 'HTTP 500',
      problem: `answered 500 (http://127.0.0.1:${port}/health)`,
    });
  });

  it('what the answer says, but no more of it than is kept', async () => {
    await using server = await TargetServer.start({
      answer: request =>
        request.respond({status: 500, body: `db down: no pool\n${'x'.repeat(1e6)}`}),
    });
    const {output} = await probe(http(`http://127.0.0.1:${server.port}/`));
    expect(output).toMatch(/^HTTP 500\ndb down: no pool\nx+$/);
    expect(output.length).toBeLessThan(100_000);
  });

  it('that the connection was closed', async () => {
    await using server = await TargetServer.start({answer: request => request.reset()});
    const url = `http://127.0.0.1:${server.port}/`;
    expect(await probe(http(url))).toMatchObject({
      problem: `connection closed without an answer (${url})`,
    });
  });

  it('that something else answered', async () => {
    const server = createServer(socket => socket.end('-ERR not a request\r\n'));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    expect(await probe(http(`http://127.0.0.1:${port}/`))).toMatchObject({
      problem: `something answers that is not HTTP (http://127.0.0.1:${port}/)`,
    });
    server.close();
  });

  it('how a command ended', async () => {
    expect(await probe({type: 'cmd', cmd: 'check'})).toEqual({
      success: false,
      output: 'loading\nx',
      problem: 'the check was killed by SIGSEGV: x',
    });
  });
});
