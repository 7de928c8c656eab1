import {describe, expect, test} from 'vitest';
import {ProxError} from '../../../../src/core/errors.ts';
import {SAMPLE} from '../../../rig/fake-prox.ts';
import {Feed as Source} from '../../../rig/feed.ts';
import {FeedRig, LogProx} from './feed-rig.ts';

const [event] = SAMPLE.events.events;

function upTo(last: number): readonly number[] {
  return Array.from({length: last}, (_, index) => index + 1);
}

describe('the first connection', () => {
  test('brings what there is of everything', async () => {
    await using rig = new FeedRig();
    const requests = new Source<{dropped: number; requests: []}>();
    requests.push({dropped: 0, requests: []});
    rig.prox.requestSource = ({signal}) => requests.read(signal);
    rig.prox.write(1, 2);
    rig.start();
    for (const type of ['status', 'processes', 'logs', 'requests', 'events'] as const) {
      await rig.said(type);
    }
    expect(rig.messages[0]).toEqual({type: 'connected', isNewRun: false});
    expect(rig.of('status')).toEqual([{type: 'status', status: SAMPLE.status}]);
    expect(rig.of('processes')).toEqual([
      {type: 'processes', processes: SAMPLE.processes.processes},
    ]);
    expect(rig.of('events')).toEqual([{type: 'events', dropped: 0, events: [event]}]);
    expect(rig.of('requests')[0]?.records.map(({id}) => id)).toEqual(['00000a1']);
    expect(rig.seqs).toEqual([1, 2]);
    expect(rig.messages).toHaveLength(6);
  });

  test('follows the log and the events behind their pages', async () => {
    await using rig = new FeedRig();
    rig.prox.write(1, 2, 3);
    rig.start();
    await rig.said('logs');
    rig.prox.write(4, 5);
    await rig.until('the fifth entry', () => rig.seqs.includes(5));
    expect(rig.seqs).toEqual(upTo(5));
    expect(rig.inputsOf('followLogs')).toEqual([{sinceSeq: 3}]);
    expect(rig.inputsOf('followEvents')).toEqual([{sinceId: event.id}]);
  });

  test('is waited for in growing pauses, and missed once', async () => {
    await using rig = new FeedRig();
    rig.failure = new ProxError('NOT_RUNNING', {detail: '/abs'});
    rig.start();
    for (const [index, pauseMs] of [200, 400, 800, 1600, 2000, 2000].entries()) {
      await rig.clock.timerArmed(pauseMs);
      expect(rig.connects).toBe(index + 1);
      rig.failure = new ProxError(index < 3 ? 'NOT_RUNNING' : 'UNREACHABLE');
      if (index === 5) rig.failure = undefined;
      rig.clock.advance(pauseMs);
    }
    await rig.said('connected');
    expect(rig.messages[0]).toEqual({type: 'lost', problem: 'No prox is running here: /abs'});
    expect(rig.of('lost')).toHaveLength(1);
  });

  test('is given up after ten seconds of silence', async () => {
    await using rig = new FeedRig();
    rig.connect = async () => new Promise(() => {});
    rig.start();
    await rig.clock.timerArmed(10_000);
    rig.clock.advance(10_000);
    await rig.said('lost');
    expect(rig.of('lost')[0]?.problem).toBe('prox did not answer: it was silent for 10 s');
  });

  test('that is refused is said once with what to do, and tried again slowly', async () => {
    await using rig = new FeedRig();
    rig.failure = new ProxError('UNAUTHORIZED', {hint: 'Give --token.'});
    rig.start();
    for (const tries of [1, 2, 3]) {
      await rig.clock.timerArmed(15_000);
      expect(rig.connects).toBe(tries);
      if (tries === 3) rig.failure = undefined;
      rig.clock.advance(15_000);
    }
    await rig.said('connected');
    expect(rig.messages.slice(0, 2)).toEqual([
      {type: 'refused', problem: 'A valid token is required', hint: 'Give --token.'},
      {type: 'connected', isNewRun: false},
    ]);
  });
});

describe('a lost connection', () => {
  test('in the middle of a batch leaves no gap and no double', async () => {
    await using rig = new FeedRig();
    rig.prox.write(1, 2, 3);
    rig.start();
    await rig.said('logs');
    rig.prox.cutAfterSeq = 5;
    rig.failure = new ProxError('UNREACHABLE');
    rig.prox.write(4, 5, 6, 7);
    await rig.said('lost');
    rig.prox.write(8);
    rig.prox.cutAfterSeq = Number.POSITIVE_INFINITY;
    rig.failure = undefined;
    await rig.clock.timerArmed(200);
    rig.clock.advance(200);
    await rig.until('the eighth entry', () => rig.seqs.includes(8));
    expect(rig.seqs).toEqual(upTo(8));
    expect(rig.of('connected')).toEqual([
      {type: 'connected', isNewRun: false},
      {type: 'connected', isNewRun: false},
    ]);
    expect(rig.inputsOf('logs')).toHaveLength(1);
  });

  test('hands over what had come before it says so', async () => {
    await using rig = new FeedRig();
    rig.start();
    await rig.said('status');
    rig.failure = new ProxError('UNREACHABLE');
    rig.prox.cutAfterSeq = 2;
    rig.prox.write(1, 2);
    await rig.said('lost');
    expect(rig.seqs).toEqual([1, 2]);
    expect(rig.messages.at(-1)?.type).toBe('lost');
  });

  test('is looked for at once each time', async () => {
    await using rig = new FeedRig();
    rig.start();
    for (const times of [1, 2]) {
      await rig.said('connected', times);
      await rig.said('status', times);
      rig.prox.write(times);
      await rig.until('an entry', () => rig.seqs.includes(times));
      rig.loseProx();
      await rig.said('lost', times);
      await rig.clock.timerArmed(200);
      rig.failure = undefined;
      rig.prox.cutAfterSeq = Number.POSITIVE_INFINITY;
      rig.clock.advance(200);
    }
    await rig.said('connected', 3);
    expect(rig.seqs).toEqual([1, 2]);
  });

  test('to a prox that was started again meanwhile goes on with all of the new run', async () => {
    await using rig = new FeedRig();
    rig.prox.write(1, 2, 3, 4, 5);
    rig.start();
    await rig.said('logs');
    const before = rig.prox;
    rig.prox = new LogProx();
    rig.run = 'second';
    rig.prox.write(1, 2);
    before.cut();
    await rig.said('connected', 2);
    await rig.said('logs', 2);
    expect(rig.of('connected').map(({isNewRun}) => isNewRun)).toEqual([false, true]);
    expect(rig.of('logs')[1]?.entries.map(({seq}) => seq)).toEqual([1, 2]);
    expect(rig.inputsOf('followLogs')).toEqual([{sinceSeq: 0}]);
    expect(rig.inputsOf('events')).toEqual([]);
    expect(rig.inputsOf('followEvents')).toEqual([{sinceId: event.id}]);
    expect(rig.of('lost')).toEqual([]);
    expect(before.signals.every(({aborted}) => aborted)).toBe(true);
  });

  test('that turns out to be a refusal is both', async () => {
    await using rig = new FeedRig();
    rig.start();
    await rig.said('status');
    rig.loseProx();
    await rig.said('lost');
    rig.failure = new ProxError('TOKEN_INVALID');
    await rig.clock.timerArmed(200);
    rig.clock.advance(200);
    await rig.said('refused');
    expect(rig.of('lost')).toHaveLength(1);
  });

  test('is noticed when prox is silent', async () => {
    await using rig = new FeedRig();
    rig.start();
    await rig.said('status');
    await rig.clock.timerArmed(5000);
    rig.prox.status = async () => new Promise(() => {});
    rig.failure = new ProxError('UNREACHABLE', {detail: 'it is suspended'});
    rig.clock.advance(5000);
    await rig.clock.timerArmed(10_000);
    rig.clock.advance(10_000);
    await rig.said('lost');
    expect(rig.of('lost')[0]?.problem).toBe('prox did not answer: it is suspended');
  });
});

describe('a stream that ends while prox is there', () => {
  test('is taken up again where it ended, and no other is', async () => {
    await using rig = new FeedRig();
    rig.prox.write(1);
    rig.start();
    await rig.said('logs');
    rig.prox.cutAfterSeq = 2;
    rig.prox.write(2, 3);
    await rig.clock.timerArmed(200);
    rig.prox.cutAfterSeq = Number.POSITIVE_INFINITY;
    rig.clock.advance(200);
    await rig.until('the third entry', () => rig.seqs.includes(3));
    expect(rig.seqs).toEqual(upTo(3));
    expect(rig.inputsOf('followLogs')).toEqual([{sinceSeq: 1}, {sinceSeq: 2}]);
    expect(rig.inputsOf('followProcesses')).toHaveLength(1);
    expect(rig.inputsOf('followEvents')).toHaveLength(1);
    expect(rig.of('connected')).toHaveLength(1);
    expect(rig.of('lost')).toEqual([]);
  });

  test('goes on through the connection that was found', async () => {
    await using rig = new FeedRig();
    rig.prox.write(1);
    rig.start();
    await rig.said('logs');
    const before = rig.prox;
    rig.prox = new LogProx();
    rig.prox.write(1, 2);
    before.cut();
    await rig.clock.timerArmed(200);
    rig.clock.advance(200);
    await rig.until('the second entry', () => rig.seqs.includes(2));
    expect(rig.seqs).toEqual([1, 2]);
  });

  test('is said each time when it is refused', async () => {
    await using rig = new FeedRig();
    let refusals = 2;
    const source = rig.prox.processSource;
    rig.prox.processSource = options => {
      if (refusals-- > 0) throw new ProxError('STREAM_LIMIT_REACHED');
      return source(options);
    };
    rig.start();
    for (const pauseMs of [200, 400]) {
      await rig.clock.timerArmed(pauseMs);
      rig.clock.advance(pauseMs);
    }
    await rig.said('processes');
    const failed = {type: 'failed', topic: 'processes', problem: 'Too many open streams'};
    expect(rig.of('failed')).toEqual([failed, failed]);
    expect(rig.inputsOf('followLogs')).toHaveLength(1);
    expect(rig.of('connected')).toHaveLength(1);
  });

  test('pauses as long as the first time when it had lasted', async () => {
    await using rig = new FeedRig();
    rig.prox.processSource = async function* () {
      yield* [];
    };
    rig.start();
    await rig.clock.timerArmed(200);
    rig.prox.processSource = async function* () {
      yield* [];
      rig.clock.advance(5000);
    };
    rig.clock.advance(200);
    await rig.clock.timerArmed(200);
    expect(rig.clock.armed).not.toContain(400);
  });

  test('like others at the same time is looked into once', async () => {
    await using rig = new FeedRig();
    rig.prox.processSource = async function* () {
      yield* [];
    };
    rig.prox.eventSource = async function* () {
      yield* [];
    };
    rig.prox.cut();
    rig.start();
    await rig.until('three pauses', () => rig.clock.armed.filter(ms => ms === 200).length === 3);
    expect(rig.connects).toBe(2);
  });

  test('because prox shuts down is no failure', async () => {
    await using rig = new FeedRig();
    rig.prox.processSource = () => {
      throw new ProxError('SHUTDOWN_IN_PROGRESS');
    };
    rig.start();
    await rig.clock.timerArmed(200);
    rig.clock.advance(200);
    await rig.clock.timerArmed(400);
    expect(rig.of('failed')).toEqual([]);
  });
});

describe('the end', () => {
  test('leaves no timer and no stream while all is quiet', async () => {
    const rig = new FeedRig();
    rig.start();
    await rig.said('events');
    await rig.clock.timerArmed(5000);
    await rig.stop();
    expect(rig.clock.armed).toEqual([]);
    expect(rig.prox.signals).toHaveLength(4);
    expect(rig.prox.signals.every(({aborted}) => aborted)).toBe(true);
  });

  test('waits neither for a pause nor for an answer', async () => {
    const paused = new FeedRig();
    paused.failure = new ProxError('NOT_RUNNING');
    paused.start();
    await paused.clock.timerArmed(200);
    await paused.stop();
    expect(paused.clock.armed).toEqual([]);

    const silent = new FeedRig();
    silent.prox.logs = async () => new Promise(() => {});
    silent.start();
    await silent.said('status');
    await silent.stop();
    expect(silent.clock.armed).toEqual([]);
    expect(silent.of('lost')).toEqual([]);
  });

  test('comes with a bug, which is not hidden', async () => {
    const rig = new FeedRig();
    const bug = new TypeError('oops');
    rig.prox.processSource = () => {
      throw bug;
    };
    rig.start();
    await expect(rig.done).rejects.toBe(bug);
    expect(rig.clock.armed).toEqual([]);
    expect(rig.prox.signals.every(({aborted}) => aborted)).toBe(true);
  });
});
