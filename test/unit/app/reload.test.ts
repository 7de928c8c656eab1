import {describe, expect, it} from 'vitest';
import {
  Reloader,
  type ReloadableProxy,
  type ReloadableSupervisor,
} from '../../../src/app/reload.ts';
import type {Config, ProxyConfig, ServiceConfig} from '../../../src/config/config.ts';
import type {LoadResult} from '../../../src/config/load.ts';
import type {EventReport} from '../../../src/core/event.ts';
import type {StopFailure} from '../../../src/core/prox.ts';
import type {Changes} from '../../../src/supervisor/supervisor-options.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {sampleConfig, sampleProcess} from '../../rig/sample-config.ts';

const web = sampleProcess();
const api = sampleProcess({name: 'api', cmd: 'api'});
const fasterWeb = sampleProcess({cmd: 'npm run dev -- --fast'});
const RUNNING = sampleConfig({processes: [web, api], source: 'before'});
const app = serviceTo(3000);

function serviceTo(port: number, name = 'app'): ServiceConfig {
  const target = {protocol: 'http', host: 'localhost', port} as const;
  return {name, pathPrefix: '', target, process: undefined, headers: {}};
}

function proxyWith(...services: readonly ServiceConfig[]): ProxyConfig {
  return {
    httpPort: 6788,
    httpsPort: undefined,
    http2: 'auto',
    hosts: ['127.0.0.1'],
    domain: 'localhost',
    capture: {enabled: false, maxBodyBytes: 1, diskBudgetBytes: 1},
    maxRequests: 1000,
    holdMs: 30_000,
    services,
    certs: {dir: '/certs', autoGenerate: true, certFile: undefined, keyFile: undefined},
  };
}

/** A reloader, and what it did in which order. */
class Rig {
  readonly deeds: unknown[] = [];
  readonly said: string[] = [];
  readonly events: EventReport[] = [];
  file: Config | Extract<LoadResult, {ok: false}>;
  views: ReturnType<ReloadableSupervisor['views']>;
  failures: readonly StopFailure[] = [];
  /** What was applied comes to its end when it resolves. */
  gate: Promise<void> = Promise.resolve();
  readonly clock = new FakeClock();
  readonly reloader: Reloader;

  constructor(config: Config, next: Rig['file'] = config) {
    this.file = next;
    this.views = config.processes.map(process => definedAs(process));
    this.reloader = new Reloader({
      clock: this.clock,
      config,
      supervisor: {
        views: () => this.views,
        say: text => this.said.push(text),
        apply: async changes => this.#apply(changes),
      },
      proxy: config.proxy && this.#proxy(),
      report: event => this.events.push(event),
      readConfig: async () => ('ok' in this.file ? this.file : {ok: true, config: this.file}),
    });
  }

  async #apply({next, extraEnv, ...names}: Changes): Promise<readonly StopFailure[]> {
    this.deeds.push(names);
    await this.gate;
    this.views = next.processes.map(process => definedAs(process));
    this.deeds.push('applied', extraEnv);
    return this.failures;
  }

  #proxy(): ReloadableProxy {
    return {
      caFile: '/ca.pem',
      reports: () => [],
      replaceConfigured: services => this.deeds.push(services.map(({name}) => name)),
    };
  }
}

function definedAs(
  config: Config['processes'][number],
  facts: {readonly wasStarted?: boolean; readonly isHeld?: boolean} = {},
): Rig['views'][number] {
  return {kind: config.kind, config, wasStarted: true, isHeld: false, ...facts};
}

const nothing = {added: [], removed: [], redefined: [], adjusted: []};

describe('a reload', () => {
  it('hands on what has changed, and reports it', async () => {
    const worker = sampleProcess({name: 'worker'});
    const next = sampleConfig({processes: [fasterWeb, worker]});
    const rig = new Rig(RUNNING, next);
    expect(await rig.reloader.reload({})).toEqual({
      dryRun: false,
      processes: {
        added: ['worker'],
        removed: ['api'],
        restarted: ['web'],
        updated: [],
        unchanged: [],
      },
      changes: [{name: 'web', keys: ['cmd']}],
      routes: {added: [], removed: [], changed: [], unchanged: []},
      restartRequired: [],
      failures: [],
    });
    expect(rig.deeds).toEqual([
      {...nothing, added: ['worker'], removed: ['api'], redefined: ['web']},
      'applied',
      {},
    ]);
    expect(rig.said).toEqual([
      'prox.yaml was reloaded: worker is new, web has changed (cmd), api is gone',
    ]);
  });

  it('of a file that says the same in other words touches nothing, and takes its text', async () => {
    const rig = new Rig(RUNNING, {...RUNNING, source: 'after'});
    const {processes} = await rig.reloader.reload({});
    expect(processes).toMatchObject({unchanged: ['web', 'api'], restarted: [], updated: []});
    expect(rig.deeds[0]).toEqual(nothing);
    expect(rig.said).toEqual([]);
    expect(rig.reloader.config.source).toBe('after');
  });

  it('only tells in a dry run', async () => {
    const rig = new Rig(RUNNING, sampleConfig({processes: [fasterWeb, api], source: 'after'}));
    expect(await rig.reloader.reload({dryRun: true})).toMatchObject({
      dryRun: true,
      processes: {restarted: ['web'], unchanged: ['api']},
      failures: [],
    });
    expect(rig.deeds).toEqual([]);
    expect(rig.said).toEqual([]);
    expect(rig.reloader.config.source).toBe('before');
  });

  it('is when the config was loaded, unless it only tells', async () => {
    const rig = new Rig(RUNNING);
    const startedAt = rig.clock.now();
    expect(rig.reloader.loadedAt).toBe(startedAt);
    rig.clock.advance(1000);
    await rig.reloader.reload({dryRun: true});
    expect(rig.reloader.loadedAt).toBe(startedAt);
    await rig.reloader.reload({});
    expect(rig.reloader.loadedAt).toBe(startedAt + 1000);
  });

  it('of an invalid file tells every problem and changes nothing', async () => {
    const diagnostics = [
      {file: '/project/prox.yaml', line: 2, column: 3, message: 'no', path: 'processes.web'},
      {file: '/project/prox.yaml', line: 4, column: 1, message: 'neither'},
    ];
    const rig = new Rig(RUNNING, {ok: false, diagnostics, source: undefined});
    await expect(rig.reloader.reload({})).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      detail: '/project/prox.yaml:2:3: no\n\n/project/prox.yaml:4:1: neither',
      hint: 'Mend /project/prox.yaml; everything runs on as it was.',
      details: {
        errors: [
          {path: 'processes.web', line: 2, column: 3, message: 'no'},
          {path: '', line: 4, column: 1, message: 'neither'},
        ],
      },
    });
    expect(rig.deeds).toEqual([]);
    expect(rig.reloader.config).toBe(RUNNING);
  });

  it('starts none anew that does not run', async () => {
    const rig = new Rig(RUNNING, sampleConfig({processes: [fasterWeb, {...api, cmd: 'new'}]}));
    rig.views = [definedAs(web, {isHeld: true}), definedAs(api, {wasStarted: false})];
    const {processes, changes} = await rig.reloader.reload({});
    expect(processes).toMatchObject({restarted: [], updated: ['web', 'api']});
    expect(changes).toHaveLength(2);
  });

  it('does not restart again what a restart of its own has brought up to date', async () => {
    const rig = new Rig(RUNNING, sampleConfig({processes: [fasterWeb, api]}));
    rig.views = [definedAs(fasterWeb), definedAs(api)];
    const {processes} = await rig.reloader.reload({});
    expect(processes).toMatchObject({restarted: [], unchanged: ['web', 'api']});
  });

  it('waits for the one before it, and sees what that has done', async () => {
    const rig = new Rig(RUNNING, sampleConfig({processes: [fasterWeb, api]}));
    let open = (): void => {};
    rig.gate = new Promise(resolve => (open = resolve));
    const reloads = [rig.reloader.reload({}), rig.reloader.reload({})];
    open();
    const [first, second] = await Promise.all(reloads);
    expect(first?.processes.restarted).toEqual(['web']);
    expect(second?.processes.unchanged).toEqual(['web', 'api']);
    const redefined = {...nothing, redefined: ['web']};
    expect(rig.deeds).toEqual([redefined, 'applied', {}, nothing, 'applied', {}]);
  });

  it('goes on after one that failed', async () => {
    const rig = new Rig(RUNNING, {ok: false, diagnostics: [], source: undefined});
    const failed = rig.reloader.reload({});
    await expect(failed).rejects.toMatchObject({code: 'CONFIG_INVALID'});
    rig.file = RUNNING;
    expect(await rig.reloader.reload({})).toMatchObject({processes: {unchanged: ['web', 'api']}});
  });

  it('tells what could not be stopped or started', async () => {
    const rig = new Rig(RUNNING);
    rig.failures = [{process: 'web', error: 'alive', code: 'PROCESS_NOT_REAPED'}];
    expect(await rig.reloader.reload({})).toMatchObject({failures: rig.failures});
  });

  it('replaces the routes first, so that new children know the names', async () => {
    const config = {...RUNNING, proxy: proxyWith(app)};
    const next = {...RUNNING, proxy: proxyWith(serviceTo(4000), serviceTo(1, 'docs'))};
    const rig = new Rig(config, next);
    const {routes} = await rig.reloader.reload({});
    expect(routes).toEqual({added: ['docs'], removed: [], changed: ['app'], unchanged: []});
    expect(rig.deeds).toEqual([
      ['app', 'docs'],
      nothing,
      'applied',
      {NODE_EXTRA_CA_CERTS: '/ca.pem'},
    ]);
  });

  it('goes on to ask for a restart of prox until what needs it is as it was', async () => {
    const rig = new Rig(RUNNING, {...RUNNING, api: {...RUNNING.api, port: 7000}});
    for (let count = 0; count < 2; count++) {
      const {restartRequired} = await rig.reloader.reload({});
      expect(restartRequired).toEqual(['api.port']);
    }
    expect(rig.reloader.config.api.port).toBeUndefined();
    rig.file = RUNNING;
    expect((await rig.reloader.reload({})).restartRequired).toEqual([]);
  });

  it('leaves the proxy alone when it is to be turned on', async () => {
    const rig = new Rig(RUNNING, {...RUNNING, proxy: proxyWith(app)});
    expect(await rig.reloader.reload({})).toMatchObject({
      routes: {added: []},
      restartRequired: ['proxy'],
    });
    expect(rig.reloader.config.proxy).toBeUndefined();
  });
});
