import {describe, expect, test} from 'vitest';
import {
  type Condition,
  type Edges,
  gateOf,
  type Requirement,
  reversed,
  type Standing,
  waves,
  withNeeded,
} from '../../../src/core/dependency-graph.ts';

const OPEN = {type: 'open'};
const WAITING = {type: 'waiting', on: ['db']};

function db(standing: Partial<Standing>): Standing {
  return {
    name: 'db',
    status: 'stopped',
    health: 'unknown',
    endedWell: false,
    isComing: false,
    reason: undefined,
    ...standing,
  };
}

function blockedBy(reason: string) {
  return {type: 'blocked', on: ['db'], reason};
}

/** Of one who needs `db` so. */
function gate(condition: Condition, standing: Standing | undefined) {
  return gateOf([{name: 'db', condition}], () => standing);
}

describe('the gate of one who needs another', () => {
  const RUNNING = {status: 'running'} as const;
  const MIGRATED = db({status: 'completed'});
  const ENDED = db({status: 'stopped', endedWell: true});
  const SICK = db({...RUNNING, health: 'unhealthy', reason: 'connection refused'});

  test.each<[Condition, string, Standing, object]>([
    ['started', 'runs', db(RUNNING), OPEN],
    ['started', 'runs and is unhealthy', SICK, OPEN],
    ['started', 'has ended as it should', ENDED, OPEN],
    ['started', 'is completed', MIGRATED, OPEN],
    ['healthy', 'runs and is not checked yet', db(RUNNING), WAITING],
    ['healthy', 'is healthy', db({...RUNNING, health: 'healthy'}), OPEN],
    ['healthy', 'is unhealthy', SICK, blockedBy('db is unhealthy (connection refused)')],
    ['healthy', 'is silent', db({...SICK, reason: undefined}), blockedBy('db is unhealthy')],
    ['healthy', 'has ended as it should', ENDED, blockedBy('db has ended')],
    ['completed', 'runs', db(RUNNING), WAITING],
    ['completed', 'runs and is healthy', db({...RUNNING, health: 'healthy'}), WAITING],
    ['completed', 'is completed', MIGRATED, OPEN],
    ['completed', 'was stopped', db({status: 'stopped'}), blockedBy('db is stopped')],
    ['ready', 'is there and not checked yet', db(RUNNING), WAITING],
    ['ready', 'is there', db({...RUNNING, health: 'healthy'}), OPEN],
    ['ready', 'went away', SICK, blockedBy('db is unhealthy (connection refused)')],
  ])('%s: what it needs %s', (condition, _how, standing, expected) => {
    expect(gate(condition, standing)).toEqual(expected);
  });

  const CRASHED = db({status: 'crashed', reason: 'exit code 1'});

  test.each<[string, Standing | undefined, object]>([
    ['is starting', db({status: 'starting'}), WAITING],
    ['waits itself', db({status: 'waiting'}), WAITING],
    [
      'is blocked',
      db({status: 'blocked', reason: 'disk is stopped'}),
      blockedBy('disk is stopped'),
    ],
    ['is blocked for no known reason', db({status: 'blocked'}), blockedBy('db is blocked')],
    ['crashed', CRASHED, blockedBy('db crashed (exit code 1)')],
    ['crashed, nobody knows how', db({status: 'crashed'}), blockedBy('db crashed')],
    ['crashed and comes again', {...CRASHED, isComing: true}, WAITING],
    ['is stopped', db({status: 'stopped'}), blockedBy('db is stopped')],
    ['ended and comes again', db({status: 'stopped', isComing: true}), WAITING],
    ['is being stopped', db({status: 'stopping'}), blockedBy('db is being stopped')],
    ['runs and is about to be restarted', db({status: 'running', isComing: true}), WAITING],
    ['is completed and about to run again', {...MIGRATED, isComing: true}, WAITING],
    ['is being restarted', db({status: 'stopping', isComing: true}), WAITING],
    ['is not there', undefined, blockedBy('db is not there')],
  ])('whatever the condition: what it needs %s', (_how, standing, expected) => {
    for (const condition of ['started', 'healthy', 'completed', 'ready'] as const) {
      expect(gate(condition, standing)).toEqual(expected);
    }
  });
});

describe('the gate of one who needs several', () => {
  const STANDINGS: Readonly<Record<string, Standing>> = {
    up: db({name: 'up', status: 'running'}),
    coming: db({name: 'coming', status: 'starting'}),
    crashed: db({name: 'crashed', status: 'crashed', reason: 'exit code 1'}),
    held: db({name: 'held', status: 'blocked', reason: 'crashed crashed (exit code 1)'}),
    stopped: db({name: 'stopped', status: 'stopped'}),
  };
  const gateOn = (...names: readonly string[]) => {
    const requirements = names.map((name): Requirement => ({name, condition: 'started'}));
    return gateOf(requirements, name => STANDINGS[name]);
  };

  test('is open when all are there, and when there are none', () => {
    expect(gateOn('up', 'up')).toEqual(OPEN);
    expect(gateOn()).toEqual(OPEN);
  });

  test('waits for those that are not there, in the order in which they are named', () => {
    expect(gateOn('coming', 'up')).toEqual({type: 'waiting', on: ['coming']});
  });

  test('is blocked by a single one, and tells whom else it waits for', () => {
    expect(gateOn('up', 'coming', 'crashed')).toEqual({
      type: 'blocked',
      on: ['coming', 'crashed'],
      reason: 'crashed crashed (exit code 1)',
    });
  });

  test('tells every reason, each once', () => {
    expect(gateOn('crashed', 'held', 'stopped')).toEqual({
      type: 'blocked',
      on: ['crashed', 'held', 'stopped'],
      reason: 'crashed crashed (exit code 1); stopped is stopped',
    });
  });
});

const STACK: Edges = new Map([
  ['web', ['api']],
  ['worker', ['db', 'migrate']],
  ['api', ['migrate', 'db']],
  ['migrate', ['db']],
  ['db', []],
  ['docs', []],
]);

describe('who needs whom', () => {
  test('is turned round, with everybody in it, in order', () => {
    expect([...reversed(STACK)]).toEqual([
      ['web', []],
      ['worker', []],
      ['api', ['web']],
      ['migrate', ['worker', 'api']],
      ['db', ['worker', 'api', 'migrate']],
      ['docs', []],
    ]);
  });

  test('knows nobody that is not there', () => {
    expect([...reversed(new Map([['web', ['gone']]]))]).toEqual([['web', []]]);
  });

  test.each<[readonly string[], readonly string[]]>([
    [['web'], ['web', 'api', 'migrate', 'db']],
    [['db'], ['db']],
    [
      ['docs', 'migrate'],
      ['migrate', 'db', 'docs'],
    ],
    [[], []],
    [['gone'], []],
  ])('%j with all that they need', (names, expected) => {
    expect(withNeeded(names, STACK)).toEqual(expected);
  });

  test('of a cycle each is found once', () => {
    const cycle: Edges = new Map([
      ['a', ['b']],
      ['b', ['a', 'b']],
    ]);
    expect(withNeeded(['b'], cycle)).toEqual(['a', 'b']);
  });
});

describe('waves', () => {
  test.each<[string, readonly string[], Edges, readonly (readonly string[])[]]>([
    [
      'come after what they need',
      [...STACK.keys()],
      STACK,
      [['db', 'docs'], ['migrate'], ['worker', 'api'], ['web']],
    ],
    ['do not wait for who is not among them', ['web', 'migrate'], STACK, [['web', 'migrate']]],
    ['are none without names', [], STACK, []],
    ['name each once', ['db', 'db'], STACK, [['db']]],
    ['know no edges of a stranger', ['gone'], STACK, [['gone']]],
    [
      'do not wait for themselves',
      ['b', 'a'],
      new Map([
        ['a', ['a']],
        ['b', ['a']],
      ]),
      [['a'], ['b']],
    ],
    [
      'end with a cycle and who needs it',
      ['after', 'a', 'b', 'free'],
      new Map([
        ['after', ['a']],
        ['a', ['b']],
        ['b', ['a']],
      ]),
      [['free'], ['after', 'a', 'b']],
    ],
  ])('%s', (_rule, names, edges, expected) => {
    expect(waves(names, edges)).toEqual(expected);
  });

  test('of a chain of 2,000 are found in no time', () => {
    const names = Array.from({length: 2000}, (_, index) => `p${index}`);
    const chain = new Map(names.map((name, index) => [name, index > 0 ? [`p${index - 1}`] : []]));
    expect(waves(names.toReversed(), chain).flat()).toEqual(names);
    expect(withNeeded(['p1999'], chain)).toEqual(names);
  });
});
