import {describe, expect, it, test} from 'vitest';
import {
  diagnoseDependency,
  type DependencyFacts,
} from '../../../../src/core/diagnosis/dependency.ts';
import {diagnose} from '../../../../src/core/diagnosis/diagnose.ts';
import type {CheckFacts, Facts} from '../../../../src/core/diagnosis/facts.ts';
import {UNCHECKED} from '../../../../src/core/health.ts';
import {STAY} from '../../../../src/core/restart-policy.ts';
import {sampleFacts, sampleHolder, sampleOther} from '../../../rig/sample-facts.ts';

const WELL = {cause: undefined, nextStep: undefined};
const HTTP: CheckFacts = {
  asks: 'GET :3000/health',
  url: 'http://localhost:3000/health',
  isLogLine: false,
  timeoutMs: 5000,
  startPeriodMs: 30_000,
};

/** A process whose checks have shown this. */
function checked(lastOutput: string, overrides: Partial<Facts> = {}): Facts {
  const health = {...UNCHECKED, lastCheck: 1, lastOutput};
  return sampleFacts({health, check: HTTP, ...overrides});
}

function unhealthy(lastOutput: string, overrides: Partial<Facts> = {}): Facts {
  const facts = checked(lastOutput, overrides);
  return {...facts, health: {...facts.health, health: 'unhealthy', consecutiveFailures: 3}};
}

describe('a process that runs', () => {
  it('and is healthy, or is not checked, is well', () => {
    expect(diagnose(sampleFacts())).toEqual(WELL);
    const health = {...UNCHECKED, health: 'healthy'} as const;
    expect(diagnose(sampleFacts({check: HTTP, health}))).toEqual(WELL);
  });

  it.each([
    ['HTTP 500', 'GET :3000/health answered 500'],
    ['HTTP 500\ndb down: no pool\nmore', 'GET :3000/health answered 500: db down: no pool'],
    ['HTTP 500\n<!doctype html>', 'GET :3000/health answered 500'],
    [
      'connection refused (http://localhost:3000/health)',
      'GET :3000/health was refused, nothing listens there',
    ],
    ['timed out', 'GET :3000/health did not end within 5s'],
    [
      'no answer within 5s (http://localhost:3000/health)',
      'GET :3000/health: no answer within 5s (http://localhost:3000/health)',
    ],
    ['', 'GET :3000/health failed'],
  ])('and is unhealthy is told by its probe: %s', (output, told) => {
    expect(diagnose(unhealthy(output)).cause).toBe(`api is unhealthy: ${told}`);
  });

  it('and is unhealthy for want of another is told with the other', () => {
    const output = {stderr: ['Error: connect ECONNREFUSED 127.0.0.1:5432'], stdout: []};
    const others = [sampleOther({status: 'stopped', health: 'unknown'})];
    expect(diagnose(unhealthy('HTTP 500', {output, others}))).toEqual({
      cause:
        'api is unhealthy: GET :3000/health answered 500, and nothing answers at 127.0.0.1:5432, the port of db, which is stopped',
      nextStep: 'Run `prox why db`.',
    });
  });

  it('and answers as it should not is to be asked by hand, and its log where there is one', () => {
    const curl = '`curl -i http://localhost:3000/health` shows its answer; ';
    expect(diagnose(unhealthy('HTTP 500')).nextStep).toBe(`${curl}api has written nothing.`);
    const output = {stderr: [], stdout: ['up']};
    expect(diagnose(unhealthy('HTTP 500', {output})).nextStep).toBe(
      `${curl}\`prox logs api\` shows what it does.`,
    );
  });

  it('and was given up is told so', () => {
    expect(diagnose(unhealthy('HTTP 500', {givenUpAfter: 2})).cause).toBe(
      'api is unhealthy, and was given up after 2 restarts: GET :3000/health answered 500',
    );
  });

  it('with its watch paused is told so, unless there is worse', () => {
    expect(diagnose(sampleFacts({isWatchPaused: true}))).toEqual({
      cause: 'api is running, but its watch is paused',
      nextStep:
        'If it writes such a file itself, put that into `ignore` of its `watch`; `prox restart api` watches again.',
    });
    expect(diagnose(unhealthy('HTTP 500', {isWatchPaused: true})).cause).toContain('unhealthy');
  });

  it('but does not listen where it should is asked for its port', () => {
    const port = {number: 3000, holder: undefined, formerHolder: undefined};
    expect(diagnose(unhealthy('connection refused (x)', {port})).nextStep).toContain(
      'Does it listen on port 3000',
    );
  });

  it('and is slow is told how long, and to wait within its start_period', () => {
    expect(diagnose(checked('HTTP 503'))).toEqual({
      cause: 'api has not become healthy for 12s: GET :3000/health answered 503',
      nextStep: 'Wait: it has 18s of its start_period left. api has written nothing.',
    });
  });

  it('and is slower than its start_period is told to get a longer one', () => {
    expect(diagnose(checked('HTTP 503', {runsForMs: 40_000})).nextStep).toContain('longer');
  });

  it('and has not been checked, or has not written its line, is told so', () => {
    expect(diagnose(sampleFacts({check: HTTP})).cause).toBe(
      'api has not become healthy for 12s: GET :3000/health has not been tried yet',
    );
    const check = {...HTTP, asks: 'a line that matches ready', isLogLine: true};
    expect(diagnose(sampleFacts({check})).cause).toBe(
      'api has not become healthy for 12s: it has not written a line that matches ready',
    );
  });

  it('beside a stranger on its port is not what answers there', () => {
    const port = {number: 3000, holder: sampleHolder(), formerHolder: sampleHolder()};
    expect(diagnose(sampleFacts({port})).cause).toBe(
      'api is running, but port 3000 is held by pid 123 (node other.js, in /x)',
    );
  });
});

describe('a process that waits', () => {
  const waiting = (...on: readonly string[]): Facts['state'] => ({status: 'waiting', on});

  it('names what for, and how that is', () => {
    const others = [sampleOther({health: 'unknown', reason: 'HTTP 503'})];
    expect(diagnose(sampleFacts({state: waiting('db'), others}))).toEqual({
      cause: 'api is waiting for db, which is running, but not healthy yet: HTTP 503',
      nextStep: 'Run `prox why db`; api starts by itself when all is there.',
    });
  });

  it('names the root of a chain, and each of several', () => {
    const others = [
      sampleOther({name: 'migrate', kind: 'task', status: 'waiting', waitingOn: ['db']}),
      sampleOther({
        kind: 'dependency',
        status: 'starting',
        health: 'unknown',
        reason: 'connection refused (localhost:5432)',
      }),
      sampleOther({name: 'seed', kind: 'task', health: 'unknown'}),
    ];
    expect(diagnose(sampleFacts({state: waiting('migrate', 'seed'), others}))).toEqual({
      cause:
        'api is waiting for migrate, which is waiting for db, which is not there: connection refused (localhost:5432); and for seed, which is still at work',
      nextStep: 'Run `prox why db`; api starts by itself when all is there.',
    });
  });

  it('in vain is blocked, with the reason at the root', () => {
    const others = [
      sampleOther({name: 'migrate', status: 'blocked', waitingOn: ['db']}),
      sampleOther({status: 'crashed'}),
    ];
    const state = {
      status: 'blocked',
      on: ['migrate'],
      reason: 'db crashed (exit code 1)',
    } as const;
    expect(diagnose(sampleFacts({state, others}))).toEqual({
      cause: 'api is blocked: db crashed (exit code 1)',
      nextStep: 'Run `prox why db`; api starts by itself when that is mended.',
    });
  });
});

describe('a process that is stopped', () => {
  const state = {status: 'stopped', exit: undefined, verdict: STAY} as const;
  const exit = {code: 0, signal: undefined, success: true};

  it('by somebody is told so', () => {
    expect(diagnose(sampleFacts({state, isHeld: true}))).toEqual({
      cause: 'api is stopped because somebody stopped it',
      nextStep: 'Run `prox start api`.',
    });
    const killed = {code: undefined, signal: 'SIGTERM', success: false};
    expect(diagnose(sampleFacts({state: {...state, exit: killed}, isHeld: true})).cause).toBe(
      'api is stopped because somebody stopped it (killed by SIGTERM)',
    );
  });

  it('since the start of prox is told so', () => {
    expect(diagnose(sampleFacts({state, wasStarted: false})).cause).toBe(
      'api has not been started',
    );
  });

  it('for it has ended well, needs no reason', () => {
    expect(diagnose(sampleFacts({state: {...state, exit}}))).toEqual(WELL);
    expect(diagnose(sampleFacts({state: {status: 'completed', exit}}))).toEqual(WELL);
  });
});

describe('a dependency', () => {
  const missing: DependencyFacts = {
    name: 'db',
    status: 'starting',
    reason: undefined,
    health: {...UNCHECKED, lastOutput: 'connection refused (localhost:5432)'},
    sinceMs: 12_000,
    hasStart: false,
  };

  it('that is not there yet is told with its last check', () => {
    const {cause, nextStep} = diagnoseDependency(missing);
    expect(cause).toBe('db is not there yet, after 12s: connection refused (localhost:5432)');
    expect(nextStep).toContain('Start it');
  });

  it('that prox can start is started by prox', () => {
    expect(diagnoseDependency({...missing, hasStart: true}).nextStep).toContain('prox restart db');
  });

  it('that did not come is told with the reason', () => {
    const reason = 'not there after 30s: connection refused (localhost:5432)';
    expect(diagnoseDependency({...missing, status: 'crashed', reason}).cause).toBe(
      `db is ${reason}`,
    );
  });

  it('that went away is told so', () => {
    const health = {...missing.health, health: 'unhealthy'} as const;
    expect(diagnoseDependency({...missing, status: 'running', health}).cause).toBe(
      'db does not answer as it should: connection refused (localhost:5432)',
    );
  });

  it('that is there, or nobody has asked for, is well', () => {
    const health = {...UNCHECKED, health: 'healthy'} as const;
    expect(diagnoseDependency({...missing, status: 'running', health})).toEqual(WELL);
    expect(diagnoseDependency({...missing, status: 'stopped'})).toEqual(WELL);
  });
});

test('a start or stop under way needs no reason', () => {
  expect(diagnose(sampleFacts({state: {status: 'starting'}}))).toEqual(WELL);
  const state = {status: 'stopping', pid: 1, exit: undefined, next: 'stopped'} as const;
  expect(diagnose(sampleFacts({state}))).toEqual(WELL);
});
