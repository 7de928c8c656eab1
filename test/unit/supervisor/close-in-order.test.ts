import {describe, expect, test} from 'vitest';
import type {Edges} from '../../../src/core/dependency-graph.ts';
import {closeInOrder} from '../../../src/supervisor/close-in-order.ts';

const NEVER = new AbortController().signal;
/** By whom each is needed: web needs api and worker needs db, which api needs too. */
const DEPENDENTS: Edges = new Map([
  ['db', ['api', 'worker']],
  ['api', ['web']],
  ['worker', []],
  ['web', []],
]);

/** Closes that the test ends by hand. */
class Closes {
  /** In the order in which they began. */
  readonly begun: string[] = [];
  readonly #open = new Map<string, () => void>();

  readonly close = async (name: string): Promise<string> => {
    this.begun.push(name);
    await new Promise<void>(resolve => this.#open.set(name, resolve));
    return `${name} closed`;
  };

  /** Resolves when all that follows from it has begun. */
  readonly end = async (...names: readonly string[]): Promise<void> => {
    for (const name of names) this.#open.get(name)?.();
    await turn();
  };
}

async function turn(): Promise<void> {
  await new Promise(resolve => setImmediate(resolve));
}

describe('closing in order', () => {
  test('each waits for all that need it, and for nobody else', async () => {
    const {begun, close, end} = new Closes();
    const names = [...DEPENDENTS.keys()];
    const all = closeInOrder({names, dependents: DEPENDENTS, force: NEVER}, close);
    await turn();
    expect(begun).toEqual(['worker', 'web']);
    await end('web');
    expect(begun).toEqual(['worker', 'web', 'api']);
    await end('api');
    expect(begun).not.toContain('db');
    await end('worker');
    expect(begun).toEqual(['worker', 'web', 'api', 'db']);
    await end('db');
    expect(await all).toEqual(['db closed', 'api closed', 'worker closed', 'web closed']);
  });

  test('who is not to be closed is not waited for', async () => {
    const {begun, close, end} = new Closes();
    const names = ['api', 'db'];
    const all = closeInOrder({names, dependents: DEPENDENTS, force: NEVER}, close);
    await turn();
    expect(begun).toEqual(['api']);
    await end('api');
    await end('db');
    expect(await all).toEqual(['api closed', 'db closed']);
  });

  test('when it is to be over now, all that wait go at once, each only once', async () => {
    const {begun, close, end} = new Closes();
    const force = new AbortController();
    const names = [...DEPENDENTS.keys()];
    const all = closeInOrder({names, dependents: DEPENDENTS, force: force.signal}, close);
    await turn();
    force.abort();
    await turn();
    expect(begun.toSorted()).toEqual(['api', 'db', 'web', 'worker']);
    await end(...names);
    expect(await all).toHaveLength(4);
  });

  test('when it was to be over before it began, nobody waits', async () => {
    const {begun, close, end} = new Closes();
    const names = ['db', 'web'];
    const all = closeInOrder({names, dependents: DEPENDENTS, force: AbortSignal.abort()}, close);
    await turn();
    await end(...names);
    expect(begun).toHaveLength(2);
    await all;
  });

  test('those that need each other go together, whoever else needs them first', async () => {
    const {begun, close, end} = new Closes();
    const dependents: Edges = new Map([
      ['a', ['b', 'web']],
      ['b', ['a']],
      ['web', []],
    ]);
    const all = closeInOrder({names: ['a', 'b', 'web'], dependents, force: NEVER}, close);
    await turn();
    expect(begun).toEqual(['web', 'b']);
    await end('web');
    expect(begun).toEqual(['web', 'b', 'a']);
    await end('a', 'b');
    expect(await all).toHaveLength(3);
  });
});
