import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {setTimeout as delay} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {ProxError} from '../../../src/core/errors.ts';
import {livingChildren} from '../../rig/living-children.ts';
import {findMarked} from '../../rig/marked-processes.ts';
import type {ConfigSource} from '../../rig/project.ts';
import {seededRandom} from '../../rig/seeded-random.ts';
import {TestApp} from '../../rig/test-app.ts';

const SECONDS = Number(process.env['FUZZ_SECONDS'] ?? 6);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const CALLERS = 5;
const STOP_TIMEOUT_MS = 300;
/** Beyond what the state is allowed to last: the machine is busy. */
const MARGIN_MS = 2000;
const LOOK_MS = 25;
/** What a caller does not wait for longer: a start may have to wait for a dependency. */
const PATIENCE_MS = 150;

const IDLE = 'sleep 1000 & wait';
const NAMES = ['db', 'migrate', 'api', 'worker', 'stubborn', 'flaky', 'late'];
const REFUSALS: ReadonlySet<string> = new Set([
  'PROCESS_ALREADY_RUNNING',
  'PROCESS_NOT_RUNNING',
  // While it is removed by a reload, and after that.
  'SHUTDOWN_IN_PROGRESS',
  'PROCESS_NOT_FOUND',
  'CONFIG_INVALID',
  // Blocked.
  'SPAWN_FAILED',
]);

/** A gate that the test opens and shuts: whether `db` is healthy. */
async function createGate(): Promise<AsyncDisposable & {port: number; isOpen: boolean}> {
  const gate = {
    port: 0,
    isOpen: true,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
  const server = createServer((_, response) => response.writeHead(gate.isOpen ? 200 : 503).end());
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  gate.port = (server.address() as AddressInfo).port;
  return gate;
}

/** Each version differs in one or the other process, or in all that `late` is. */
function configOf(version: number, gatePort: number): ConfigSource {
  const env = {VERSION: version};
  const restart = {policy: 'always', backoff: '20ms', max_backoff: '60ms', max_restarts: 1000};
  const healthcheck = {
    http: `http://127.0.0.1:${gatePort}/`,
    interval: '40ms',
    start_interval: '40ms',
    start_period: '0s',
    retries: 1,
    on_unhealthy: version % 3 === 0 ? 'restart' : 'none',
  };
  return {
    shutdown_timeout: `${STOP_TIMEOUT_MS}ms`,
    processes: {
      db: {cmd: IDLE, healthcheck},
      api: {cmd: IDLE, depends_on: ['db', 'migrate'], restart: 'on-failure', env},
      worker: {cmd: IDLE, depends_on: version % 2 === 0 ? ['api'] : [], restart},
      stubborn: {cmd: `trap '' TERM; ${IDLE}; ${IDLE}`, restart},
      flaky: {cmd: 'sleep 0.0$(($$ % 10)); exit $(($$ % 2))', restart},
      ...(version % 4 === 1 && {late: {cmd: IDLE, depends_on: ['flaky'], env}}),
    },
    tasks: {
      migrate: {cmd: 'sleep 0.05'},
      ...(version % 4 === 3 && {late: {cmd: 'sleep 0.02'}}),
    },
  };
}

/** Looks again and again at what must never be, and keeps what it has seen. */
class Watchman {
  readonly breaches: string[] = [];
  readonly #running: TestApp;
  readonly #since = new Map<string, {key: string; at: number}>();

  constructor(running: TestApp) {
    this.#running = running;
  }

  async watchUntil(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await this.#look();
      await delay(LOOK_MS);
    }
  }

  async #look(): Promise<void> {
    const {processes} = await this.#running.app.processes();
    for (const {name, status, pid, restarts} of processes) {
      this.#checkAge(name, status, `${status} ${pid} ${restarts}`);
    }
    for (const [name, pids] of await livingChildren(this.#running.instance, NAMES)) {
      if (pids.length > 1) this.breaches.push(`${name} has the children ${pids.join(', ')}`);
    }
  }

  #checkAge(name: string, status: string, key: string): void {
    const budgetMs = {starting: 0, stopping: STOP_TIMEOUT_MS}[status];
    const now = performance.now();
    const seen = this.#since.get(name);
    if (seen?.key !== key) this.#since.set(name, {key, at: now});
    else if (budgetMs !== undefined && now - seen.at > budgetMs + MARGIN_MS) {
      this.breaches.push(`${name} is ${status} for ${Math.round(now - seen.at)} ms`);
    }
  }
}

/** Callers who do what comes to their mind, and note how prox refuses it. */
class Callers {
  readonly refusals = new Set<string>();
  readonly #running: TestApp;
  readonly #gate: {isOpen: boolean; port: number};
  readonly #random = seededRandom(SEED);
  readonly #pending = new Set<Promise<void>>();

  constructor(running: TestApp, gate: {isOpen: boolean; port: number}) {
    this.#running = running;
    this.#gate = gate;
  }

  async callUntil(isOver: () => boolean): Promise<void> {
    await Promise.all(
      Array.from({length: CALLERS}, async () => {
        while (!isOver()) {
          await Promise.race([this.#note(this.#callOnce()), delay(PATIENCE_MS)]);
          await delay(this.#random() * 20);
        }
      }),
    );
  }

  /** What was called and has not been answered yet. */
  async rest(): Promise<void> {
    await Promise.all(this.#pending);
  }

  #callOnce(): Promise<unknown> {
    const {app} = this.#running;
    const name = this.#pick(NAMES);
    const dice = this.#random();
    if (dice < 0.25) return app.start({name});
    if (dice < 0.45) return app.stop({name});
    if (dice < 0.7) return app.restart({name});
    if (dice < 0.85) return this.#kill(name);
    if (dice < 0.95) return this.#reload();
    this.#gate.isOpen = !this.#gate.isOpen;
    return Promise.resolve();
  }

  async #kill(name: string): Promise<void> {
    const children = await livingChildren(this.#running.instance, [name]);
    const [pid] = children.get(name) ?? [];
    if (pid === undefined) return;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // it ended by itself in this moment
    }
  }

  async #reload(): Promise<void> {
    const config = configOf(Math.floor(this.#random() * 12), this.#gate.port);
    await this.#running.project.writeConfig(config);
    await this.#running.app.reload({dryRun: this.#random() < 0.2});
  }

  #pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.#random() * items.length)] as T;
  }

  #note(call: Promise<unknown>): Promise<void> {
    const noted = call.then(
      () => undefined,
      (error: unknown) => {
        this.refusals.add(error instanceof ProxError ? error.code : String(error));
      },
    );
    this.#pending.add(noted);
    void noted.then(() => this.#pending.delete(noted));
    return noted;
  }
}

test(
  `${SECONDS} s of random wishes from five callers break nothing`,
  {timeout: SECONDS * 1000 + 60_000},
  async () => {
    await using gate = await createGate();
    await using running = await TestApp.create({config: configOf(0, gate.port)});
    await running.begin();
    const deadline = performance.now() + SECONDS * 1000;
    const isOver = (): boolean => performance.now() > deadline;
    const watchman = new Watchman(running);
    const callers = new Callers(running, gate);

    await Promise.all([watchman.watchUntil(isOver), callers.callUntil(isOver)]);
    expect(watchman.breaches).toEqual([]);

    // At rest: what is asked for last comes true, for all of them.
    gate.isOpen = true;
    await running.project.writeConfig(configOf(1, gate.port));
    await running.app.reload({});
    const {processes} = await running.app.processes();
    const names = processes.filter(({kind}) => kind === 'process').map(({name}) => name);
    await Promise.all(names.map(async name => running.app.restart({name}).catch(() => undefined)));
    for (const name of names) {
      const isAsked = name !== 'flaky';
      if (isAsked) await running.until(name, ({status}) => status === 'running');
    }
    await running.app.stop({name: 'flaky'}).catch(() => undefined);
    await callers.rest();
    expect([...callers.refusals].filter(code => !REFUSALS.has(code))).toEqual([]);
    await agreesWithProc(running);

    await running.app.shutdown({wait: true});
    expect(await findMarked(`PROX_INSTANCE=${running.instance}`)).toEqual([]);
  },
);

/** What the API tells is what there is. */
async function agreesWithProc({app, instance}: TestApp): Promise<void> {
  const {processes} = await app.processes();
  const told = processes.map(({name, pid}) => [name, pid === 0 ? [] : [pid]] as const);
  const names = processes.map(({name}) => name);
  expect(await livingChildren(instance, names)).toEqual(new Map<string, unknown>(told));
}
