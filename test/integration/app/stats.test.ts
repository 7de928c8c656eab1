import {setImmediate} from 'node:timers/promises';
import {expect, test} from 'vitest';
import type {ProcessStats} from '../../../src/core/stats.ts';
import {curlStatus} from '../../rig/curl.ts';
import {freePort} from '../../rig/free-port.ts';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import {StillClock} from '../../rig/still-clock.ts';
import {TestApp} from '../../rig/test-app.ts';

/** The process `web` under a clock that the test moves. */
class Bench implements AsyncDisposable {
  readonly clock: StillClock;
  readonly web: ScriptedProcess;
  readonly running: TestApp;

  static async create(config: Readonly<Record<string, unknown>> = {}): Promise<Bench> {
    const web = await ScriptedProcess.create();
    const clock = new StillClock();
    const processes = {web: {cmd: web.command, stop_timeout: '1ms'}};
    const running = await TestApp.create({clock, config: {processes, ...config}});
    return new Bench(clock, web, running);
  }

  private constructor(clock: StillClock, web: ScriptedProcess, running: TestApp) {
    this.clock = clock;
    this.web = web;
    this.running = running;
  }

  get app(): TestApp['app'] {
    return this.running.app;
  }

  async stats(): Promise<ProcessStats> {
    return this.app.processStats({name: 'web'});
  }

  /** What the look that is due in `ms` has measured. */
  async after(ms: number, isMeasured: (stats: ProcessStats) => boolean): Promise<ProcessStats> {
    this.clock.advance(ms);
    for (;;) {
      const stats = await this.stats();
      if (isMeasured(stats)) return stats;
      await setImmediate();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.running[Symbol.asyncDispose]();
    await this.web[Symbol.asyncDispose]();
  }
}

test('a process that works is seen to, from one measurement to the next', async () => {
  await using bench = await Bench.create();
  await bench.running.begin();
  const run = await bench.web.nextRun();
  const first = await bench.after(500, ({memoryBytes}) => memoryBytes > 0);
  expect(first.memoryBytes).toBeGreaterThan(10_000_000);
  await run.burn(1200);
  expect(await bench.stats()).toEqual(first);
  const second = await bench.after(2000, ({cpuPercent}) => cpuPercent > 50);

  expect(second.cpuPercent).toBeLessThan(100);
  expect(second.peak.cpuPercent).toBeGreaterThanOrEqual(second.cpuPercent);
  expect(second.children).toMatchObject([{pid: run.pid, cpuPercent: second.cpuPercent}]);
  const usage = await bench.app.usage();
  expect(usage.processes).toMatchObject([{name: 'web', cpuPercent: second.cpuPercent}]);
  expect(await bench.app.stats()).toMatchObject({childrenCpuPercent: second.cpuPercent});
});

test('what a process has started counts as its own, wherever it strays', async () => {
  await using bench = await Bench.create();
  await bench.running.begin();
  const run = await bench.web.nextRun();
  const grandchild = await run.spawnGrandchild({detached: true});
  const {children, memoryBytes} = await bench.after(500, stats => stats.children.length === 2);
  expect(children.map(({pid}) => pid)).toEqual([run.pid, grandchild.pid]);
  expect(children.every(({command}) => command.includes('scripted-child'))).toBe(true);
  expect(memoryBytes).toBe(children.reduce((sum, child) => sum + child.memoryBytes, 0));
  await grandchild.burn(1200);

  const {children: after} = await bench.after(2000, ({cpuPercent}) => cpuPercent > 50);
  expect(after[1]?.cpuPercent).toBeGreaterThan(50);
});

test('ports that the tree listens on appear, and lines are counted', async () => {
  await using bench = await Bench.create();
  await bench.running.begin();
  const run = await bench.web.nextRun();
  const grandchild = await run.spawnGrandchild();
  const ports = [await run.listen(), await grandchild.listen()];
  await run.print('one');
  await run.printError('two');
  await bench.running.line(/two/);
  const stats = await bench.after(500, ({children}) => children.length === 2);

  expect(stats.listeningPorts).toEqual(ports.toSorted((left, right) => left - right));
  expect(stats.lines).toBe(2);
  expect(await bench.app.stats()).toMatchObject({logLines: 2, logBytes: 8});
});

test('a process that was stopped uses nothing; what was most stays to be seen', async () => {
  await using bench = await Bench.create();
  await bench.running.begin();
  const run = await bench.web.nextRun();
  await run.listen();
  await run.print('one');
  const {peak} = await bench.after(500, ({memoryBytes}) => memoryBytes > 0);
  await bench.app.stop({name: 'web'});

  expect(await bench.stats()).toEqual({
    name: 'web',
    cpuPercent: 0,
    memoryBytes: 0,
    peak,
    children: [],
    listeningPorts: [],
    lines: 1,
  });
  expect(await bench.app.stats()).toMatchObject({
    processesRunning: 0,
    childrenCpuPercent: 0,
    childrenMemoryBytes: 0,
    childrenMemoryBytesPeak: peak.memoryBytes,
  });
});

test('crashes and restarts are counted where they happen', async () => {
  await using bench = await Bench.create();
  await bench.running.begin();
  await (await bench.web.nextRun()).exit(1);
  await bench.running.until('web', ({status}) => status === 'crashed');
  expect(await bench.app.stats()).toMatchObject({
    processesTotal: 1,
    processesCrashed: 1,
    crashes: 1,
    restarts: 0,
  });
  const restart = bench.app.restart({name: 'web'});
  await bench.web.nextRun();
  await restart;

  expect(await bench.app.stats()).toMatchObject({
    processesRunning: 1,
    processesCrashed: 0,
    crashes: 1,
    restarts: 1,
  });
});

test('prox measures itself, and without a proxy its figures are zeros', async () => {
  await using bench = await Bench.create();
  await bench.running.begin();
  await bench.web.nextRun();
  bench.clock.advance(1000);
  const stats = await bench.app.stats();

  expect(stats.uptimeSeconds).toBe(1);
  expect(stats.memoryBytes).toBeGreaterThan(10_000_000);
  expect(stats.memoryBytesPeak).toBeGreaterThanOrEqual(stats.memoryBytes);
  expect(stats.cpuPercent).toBeGreaterThan(0);
  expect(stats).toMatchObject({
    proxyRequests: 0,
    proxyErrors: 0,
    proxyBytesIn: 0,
    proxyBytesOut: 0,
    proxyRequestsPerSecond: 0,
    proxyRequestsPerSecondPeak: 0,
    proxyConnections: 0,
    proxyConnectionsPeak: 0,
  });
});

test('requests stay counted when their route is gone', async () => {
  await using bench = await Bench.create({proxy: {http_port: 0, host: '127.0.0.1'}});
  await bench.running.begin();
  const port = await (await bench.web.nextRun()).listen();
  const {proxy} = await bench.app.status();
  await bench.app.addRoute({subdomain: 'docs', port});
  const url = `http://docs.localhost:${proxy?.httpPort}/`;
  expect(await curlStatus(url)).toBe('200');
  const held = await bench.app.stats();
  expect(held).toMatchObject({proxyRequests: 1, proxyErrors: 0, proxyRequestsPerSecond: 0.2});
  expect(held.proxyBytesOut).toBe('status 200\n'.length);
  await bench.app.removeRoute({subdomain: 'docs'});
  expect(await curlStatus(url)).toBe('404');
  await bench.app.addRoute({subdomain: 'docs', port: await freePort()});
  expect(await curlStatus(url)).toBe('502');

  expect(await bench.app.stats()).toMatchObject({
    proxyRequests: 3,
    proxyErrors: 1,
    proxyRequestsPerSecond: 0.6,
    proxyRequestsPerSecondPeak: 0.6,
  });
  bench.clock.advance(5000);
  expect(await bench.app.stats()).toMatchObject({
    proxyRequests: 3,
    proxyRequestsPerSecond: 0,
    proxyRequestsPerSecondPeak: 0.6,
  });
});

test('a dependency has no child of ours, and a group is no process', async () => {
  await using bench = await Bench.create({
    dependencies: {db: {check: {tcp: await freePort()}}},
    groups: {back: ['web']},
  });

  expect(await bench.app.processStats({name: 'db'})).toEqual({
    name: 'db',
    cpuPercent: 0,
    memoryBytes: 0,
    peak: {cpuPercent: 0, memoryBytes: 0},
    children: [],
    listeningPorts: [],
    lines: 0,
  });
  const {processes} = await bench.app.usage();
  expect(processes.map(({name}) => name)).toEqual(['web']);
  await expect(bench.app.processStats({name: 'back'})).rejects.toMatchObject({
    code: 'PROCESS_NOT_FOUND',
  });
  await expect(bench.app.processStats({name: 'nobody'})).rejects.toMatchObject({
    code: 'PROCESS_NOT_FOUND',
  });
});

test('the command line of a child tells no secret', async () => {
  const env = {DB_PASSWORD: 's3cret-value'};
  const cmd = 'exec node -e "setInterval(() => 0, 1000)" x --token geheim "$DB_PASSWORD"';
  await using running = await TestApp.create({config: {processes: {web: {cmd, env}}}});
  await running.begin();
  for (;;) {
    const {children} = await running.app.processStats({name: 'web'});
    const commands = children.map(({command}) => command).filter(text => text.startsWith('node'));
    if (commands.length === 0) {
      await setImmediate();
      continue;
    }
    expect(commands).toEqual([expect.stringMatching(/ x --token \[REDACTED\] \[REDACTED\]$/)]);
    return;
  }
});
