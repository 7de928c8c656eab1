import {describe, expect, it} from 'vitest';
import type {HealthcheckConfig} from '../../../src/config/config.ts';
import type {HealthState} from '../../../src/core/health.ts';
import {HealthChecker, type HealthCheckerOptions} from '../../../src/supervisor/health-checker.ts';
import type {HelperResult} from '../../../src/supervisor/helper-command.ts';
import {LogStore} from '../../../src/supervisor/log-store.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {Mailbox} from '../../rig/mailbox.ts';
import {sampleHealthcheck} from '../../rig/sample-config.ts';

const SUCCESS: HelperResult = {exit: {code: 0, signal: undefined}, output: 'fine'};
const FAILURE: HelperResult = {exit: {code: 1, signal: undefined}, output: 'down'};

/** A checker whose probes are answered by hand. */
class Bench {
  readonly clock = new FakeClock();
  readonly log = new LogStore({
    clock: this.clock,
    limits: {maxLines: 100, maxBytes: 10_000, maxLineBytes: 1000},
    processes: ['web'],
  });
  readonly states = new Mailbox<HealthState>();
  readonly #probes = new Mailbox<(result: HelperResult) => void>();
  readonly checker: HealthChecker;
  running = 0;

  constructor(
    config: Partial<HealthcheckConfig> = {},
    objection?: HealthCheckerOptions['objection'],
  ) {
    this.checker = new HealthChecker({
      process: 'web',
      config: sampleHealthcheck(config),
      clock: this.clock,
      log: this.log,
      sinceSeq: 0,
      env: {API_TOKEN: 'sk-verysecret-123'},
      objection,
      onChange: state => this.states.put(state),
      runCommand: async (_cmd, signal) => {
        this.running += 1;
        const result = await new Promise<HelperResult>(resolve => {
          this.#probes.put(resolve);
          signal.addEventListener('abort', () => resolve({exit: undefined, output: ''}));
        });
        this.running -= 1;
        return result;
      },
    });
  }

  /** Waits for the pause of `delayMs` before the next probe, ends it, and answers the probe. */
  async probe(delayMs: number, result: HelperResult): Promise<HealthState> {
    await this.clock.timerArmed(delayMs);
    this.clock.advance(delayMs);
    (await this.#probes.next())(result);
    return this.states.next();
  }

  async startProbe(delayMs: number): Promise<(result: HelperResult) => void> {
    await this.clock.timerArmed(delayMs);
    this.clock.advance(delayMs);
    return this.#probes.next();
  }
}

describe('HealthChecker', () => {
  it('probes every start_interval until the first success, then every interval', async () => {
    const bench = new Bench();
    expect(await bench.probe(1000, FAILURE)).toMatchObject({health: 'unknown'});
    expect(await bench.probe(1000, FAILURE)).toMatchObject({health: 'unknown', lastOutput: 'down'});
    expect(await bench.probe(1000, SUCCESS)).toMatchObject({health: 'healthy', lastOutput: 'fine'});
    expect(await bench.probe(10_000, FAILURE)).toMatchObject({consecutiveFailures: 1});
    await bench.checker.stop();
  });

  it('is unhealthy after `retries` failures in a row, and recovers with one success', async () => {
    const bench = new Bench();
    await bench.probe(1000, SUCCESS);
    const healths: string[] = [];
    for (const result of [FAILURE, FAILURE, FAILURE, SUCCESS]) {
      healths.push((await bench.probe(10_000, result)).health);
    }
    expect(healths).toEqual(['healthy', 'healthy', 'unhealthy', 'healthy']);
    await bench.checker.stop();
  });

  it('keeps no secret of the environment of what a check has shown, nor a part of one', async () => {
    const bench = new Bench();
    const output = `${'x'.repeat(990)}sk-verysecret-123 and sk-verysecret-123`;
    const {lastOutput} = await bench.probe(1000, {...FAILURE, output});
    expect(lastOutput).toBe(`${'x'.repeat(990)}[REDACTED]`);
    await bench.checker.stop();
  });

  it('counts failures once start_period is over', async () => {
    const bench = new Bench({startPeriodMs: 1500, retries: 1});
    expect(await bench.probe(1000, FAILURE)).toMatchObject({health: 'unknown'});
    expect(await bench.probe(1000, FAILURE)).toMatchObject({health: 'unhealthy'});
    await bench.checker.stop();
  });

  it('ends a probe that outlives its timeout, and counts it as a failure', async () => {
    const bench = new Bench({startPeriodMs: 0});
    await bench.startProbe(10_000);
    bench.clock.advance(5000);
    expect(await bench.states.next()).toMatchObject({
      consecutiveFailures: 1,
      lastOutput: 'timed out',
    });
    await bench.checker.stop();
  });

  it('takes a success for a failure while there is an objection', async () => {
    let objection: string | undefined = 'port 3000 is held by pid 1';
    const bench = new Bench({startPeriodMs: 0, retries: 1}, async () => objection);
    expect(await bench.probe(10_000, SUCCESS)).toMatchObject({
      health: 'unhealthy',
      lastOutput: objection,
    });
    objection = undefined;
    expect(await bench.probe(10_000, SUCCESS)).toMatchObject({health: 'healthy'});
    await bench.checker.stop();
  });

  it('never has two probes at once', async () => {
    const bench = new Bench();
    const answer = await bench.startProbe(1000);
    bench.clock.advance(4999);
    expect(bench.running).toBe(1);
    answer(SUCCESS);
    await bench.states.next();
    await bench.checker.stop();
  });

  it('ends its probe with the run, and tells nothing more', async () => {
    const bench = new Bench();
    await bench.startProbe(1000);
    await bench.checker.stop();
    expect(bench.running).toBe(0);
    expect(bench.clock.armed).toEqual([]);
    expect(bench.states.size).toBe(0);
  });

  it('a log probe is healthy once a line of the process matches', async () => {
    const bench = new Bench({probe: {type: 'log', pattern: 'listening on \\d+'}});
    bench.log.say('web', 'listening on 1');
    bench.log.append('web', {
      bytes: Buffer.from('starting\nlistening on 80\n'),
      stream: 'stdout',
      isTruncated: false,
    });
    expect(await bench.states.next()).toMatchObject({
      health: 'healthy',
      lastOutput: 'listening on 80',
    });
    await bench.checker.stop();
  });

  it('a log probe that has seen nothing ends with the run', async () => {
    const bench = new Bench({probe: {type: 'log', pattern: 'ready'}});
    await bench.checker.stop();
    expect(bench.states.size).toBe(0);
  });
});
