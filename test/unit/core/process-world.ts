import assert from 'node:assert/strict';
import {type Gate, OPEN} from '../../../src/core/dependency-graph.ts';
import type {
  Exit,
  ProcessEffect,
  ProcessEvent,
  ProcessState,
  Survivor,
} from '../../../src/core/process-state.ts';
import {transition} from '../../../src/core/process-transition.ts';
import {STAY, type Verdict} from '../../../src/core/restart-policy.ts';

const WISHES = ['start', 'stop', 'restart'] as const;
const KILLED: Exit = {code: undefined, signal: 'SIGKILL', success: false};
const ENDED: readonly Exit[] = [
  {code: 0, signal: undefined, success: true},
  {code: 1, signal: undefined, success: false},
];
const VERDICTS: readonly Verdict[] = [
  STAY,
  {type: 'restart', inMs: 1000},
  {type: 'giveUp', restarts: 5},
];
const GATES: readonly Gate[] = [
  OPEN,
  {type: 'waiting', on: ['db']},
  {type: 'blocked', on: ['db'], reason: 'db crashed'},
];
/** Answers that one wish can still cause: a spawn, its stop, and one more spawn, each seen. */
const ANSWERS_TO_REST = 12;

interface WorldOptions {
  /** No spawn fails, no child ends by itself, nothing survives a stop. */
  readonly isFair: boolean;
}

/**
 * The operating system as one process sees it: it performs effects, answers them late and in any order
 * that can happen, and throws when the state machine breaks a rule.
 */
export class ProcessWorld {
  readonly history: string[] = [];
  readonly #random: () => number;
  readonly #isFair: boolean;
  #state: ProcessState = {status: 'stopped', exit: undefined, verdict: STAY};
  #gate = OPEN;
  #latestWish: (typeof WISHES)[number] = 'stop';
  #liveChild: number | undefined;
  #lastPid = 100;
  #openSpawns = 0;
  #openTerminations = 0;
  /** Happened, but not yet seen by the state machine; seen in any order. */
  readonly #unseen: ProcessEvent[] = [];

  constructor(random: () => number, {isFair}: WorldOptions) {
    this.#random = random;
    this.#isFair = isFair;
  }

  get latestWishHolds(): boolean {
    return this.#state.status === (this.#latestWish === 'stop' ? 'stopped' : 'running');
  }

  /** A wish, an answer, or a child that ends by itself. */
  step(): void {
    if (this.#chance(0.4)) this.#apply({type: this.#pick(WISHES)});
    else if (!this.#isFair && this.#chance(0.3)) this.#endChild(this.#pick(ENDED));
    else if (!this.#isFair && this.#chance(0.2)) this.#disturb();
    else this.#answer();
  }

  /** No more wishes: what is open is answered until nothing is. */
  comeToRest(): void {
    for (let answers = 0; this.#hasOpenEnds(); answers++) {
      assert(answers < ANSWERS_TO_REST, 'it does not come to rest');
      this.#answer();
    }
    const {status} = this.#state;
    assert(status !== 'starting' && status !== 'stopping', `${status} is no rest`);
    assert.equal(status === 'running', this.#liveChild !== undefined, 'running means a live child');
  }

  /** What it depends on comes or goes, a task has had its time, a back-off is over. */
  #disturb(): void {
    this.#gate = this.#pick(GATES);
    const pid = this.#state.status === 'running' ? this.#state.pid : this.#lastPid;
    this.#apply(this.#pick([{type: 'gateMoved'}, {type: 'restartDue'}, {type: 'timedOut', pid}]));
  }

  #hasOpenEnds(): boolean {
    return this.#openSpawns + this.#openTerminations + this.#unseen.length > 0;
  }

  #answer(): void {
    const answers = [
      ...(this.#openSpawns > 0 ? [() => this.#answerSpawn()] : []),
      ...(this.#openTerminations > 0 ? [() => this.#answerTermination()] : []),
      ...this.#unseen.map(event => () => this.#see(event)),
    ];
    if (answers.length > 0) this.#pick(answers)();
  }

  #answerSpawn(): void {
    this.#openSpawns -= 1;
    if (!this.#isFair && this.#chance(0.2)) {
      this.#apply({type: 'spawnFailed', message: 'ENOENT', verdict: this.#pick(VERDICTS)});
      return;
    }
    this.#lastPid += 1;
    this.#liveChild = this.#lastPid;
    this.#apply({type: 'spawned', pid: this.#lastPid});
  }

  /** What survived is counted before it is reported, so that it may end in between. */
  #answerTermination(): void {
    this.#openTerminations -= 1;
    const survivors: Survivor[] = [];
    if (!this.#isFair && this.#chance(0.2)) survivors.push({pid: 7, command: 'grandchild'});
    if (!this.#isFair && this.#chance(0.2) && this.#liveChild !== undefined) {
      survivors.push({pid: this.#liveChild, command: 'child'});
    } else this.#endChild(KILLED);
    this.#unseen.push({type: 'terminated', survivors});
  }

  #endChild(exit: Exit): void {
    if (this.#liveChild === undefined) return;
    const verdict = this.#isFair ? STAY : this.#pick(VERDICTS);
    const completes = !this.#isFair && this.#chance(0.5);
    this.#unseen.push({type: 'exited', pid: this.#liveChild, exit, completes, verdict});
    this.#liveChild = undefined;
    this.history.push('(child ends)');
  }

  #see(event: ProcessEvent): void {
    this.#unseen.splice(this.#unseen.indexOf(event), 1);
    this.#apply(event);
  }

  #apply(event: ProcessEvent): void {
    const before = this.#state;
    const {state, effects, rejection} = transition(before, event, this.#gate);
    this.history.push(`${event.type} -> ${state.status}`);
    if (rejection) assert.deepEqual({state, effects}, {state: before, effects: []});
    else if (isWish(event)) this.#latestWish = event.type;
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    this.#checkState();
  }

  #perform(effect: ProcessEffect): void {
    this.history.push(`(${effect})`);
    switch (effect) {
      case 'spawn':
        assert.equal(this.#liveChild, undefined, 'spawned beside a live child');
        assert.equal(this.#openSpawns, 0, 'spawned twice');
        this.#openSpawns += 1;
        return;
      case 'terminate':
        assert.equal(this.#openTerminations, 0, 'terminated twice at once');
        this.#openTerminations += 1;
        return;
      case 'sweep':
        assert.equal(this.#liveChild, undefined, 'swept a live child');
    }
  }

  #checkState(): void {
    const state = this.#state;
    const isTerminating = this.#openTerminations > 0 || this.#isUnseen('terminated');
    switch (state.status) {
      case 'starting':
        assert.equal(this.#openSpawns, 1, 'starting without a spawn');
        return;
      case 'running':
        assert(
          state.pid === this.#liveChild || this.#isUnseen('exited', state.pid),
          'a dead child runs',
        );
        return;
      case 'stopping':
        assert.notEqual(isTerminating, this.#openSpawns > 0, 'it stops nothing');
        assert(state.pid === undefined || isTerminating, 'a known child is not signalled');
        return;
      case 'waiting':
      case 'blocked':
      case 'completed':
      case 'stopped':
      case 'crashed':
        assert.equal(this.#liveChild, undefined, `${state.status} with a live child`);
        assert.equal(this.#openSpawns, 0, `${state.status} while it spawns`);
        assert(!isTerminating, `${state.status} while it terminates`);
    }
  }

  #isUnseen(type: ProcessEvent['type'], pid?: number): boolean {
    return this.#unseen.some(
      event => event.type === type && (event.type !== 'exited' || event.pid === pid),
    );
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }

  #pick<T>(choices: readonly T[]): T {
    const choice = choices[Math.floor(this.#random() * choices.length)];
    assert(choice !== undefined, 'nothing to choose from');
    return choice;
  }
}

function isWish(event: ProcessEvent): event is {readonly type: (typeof WISHES)[number]} {
  return event.type === 'start' || event.type === 'stop' || event.type === 'restart';
}
