import {describe, expect, test} from 'vitest';
import {toWire} from '../../../../src/api/wire.ts';
import {ProxError} from '../../../../src/core/errors.ts';
import type {EventPage, EventRef} from '../../../../src/core/event.ts';
import {ApiRig} from '../../../rig/api-rig.ts';
import {FakeProx, SAMPLE} from '../../../rig/fake-prox.ts';
import {proxEvent} from '../../../rig/observation-sample.ts';
import {run, type Result} from '../run-program.ts';

async function ask(api: ApiRig, ...words: readonly string[]): Promise<Result> {
  return run('events', ...words, '--addr', `127.0.0.1:${api.port}`);
}

class ListingProx extends FakeProx {
  readonly #page: EventPage;

  constructor(...ids: readonly number[]) {
    super();
    const events = ids.map(id => proxEvent(id));
    const {length} = events;
    this.#page = {events, filteredCount: length, totalCount: length, hasMore: false};
  }

  override async events(): Promise<EventPage> {
    return this.#page;
  }
}

describe('the list', () => {
  test('has the newest at its end', async () => {
    await using api = await ApiRig.start({prox: new ListingProx(9, 8)});
    const {outcome, stdout, stderr} = await ask(api);

    expect({outcome, stderr}).toEqual({outcome: 0, stderr: ''});
    expect(stdout.split('\n').map(line => line.split(' ', 1)[0])).toEqual(['ID', '8', '9', '']);
  });

  test('as JSON is the answer of the API', async () => {
    await using api = await ApiRig.start();
    const {stdout} = await ask(api, '--json');

    expect(JSON.parse(stdout)).toEqual(toWire(SAMPLE.events));
  });

  test('hands every filter on', async () => {
    await using api = await ApiRig.start();
    const words =
      '-n 7 --severity warning,critical --type process.crashed --process web,api --since 1h --unacknowledged';
    await ask(api, '--json', ...words.split(' '));

    expect(api.prox.calls).toEqual([
      {
        operation: 'events',
        input: {
          limit: 7,
          severity: ['warning', 'critical'],
          type: ['process.crashed'],
          process: ['web', 'api'],
          since: Date.UTC(2025, 11, 31, 23),
          acknowledged: false,
        },
      },
    ]);
  });

  test('is of the newest 20 unless told', async () => {
    await using api = await ApiRig.start();
    await ask(api, '--json');

    expect(api.prox.calls).toEqual([{operation: 'events', input: {limit: 20}}]);
  });

  test.each([
    [[], 'No events yet.'],
    [['--severity', 'info'], 'No event matches.'],
    [['-n', '0'], 'No event matches.'],
    [['--process', 'web'], 'No event matches.'],
    [['--process', 'wbe'], 'No event matches. No process is called wbe. Did you mean web?'],
    [['--process', 'nothing'], 'No event matches. No process is called nothing.'],
  ])('that is empty says why: %j', async (words, told) => {
    await using api = await ApiRig.start({prox: new ListingProx()});

    expect(await ask(api, ...words)).toEqual({outcome: 0, stdout: '', stderr: `${told}\n`});
  });
});

describe('one', () => {
  test('is shown in full', async () => {
    await using api = await ApiRig.start({prox: new ListingProx(9, 8)});
    const {outcome, stdout, stderr} = await ask(api, '8');

    expect({outcome, stderr}).toEqual({outcome: 0, stderr: ''});
    expect(stdout).toMatch(/^api crashed \(exit code 1\)\n {2}id +8\n[^]*acknowledged +no\n/);
    expect(JSON.parse((await ask(api, '8', '--json')).stdout)).toEqual(toWire(proxEvent(8)));
  });

  test('that is not kept is an error', async () => {
    await using api = await ApiRig.start({prox: new ListingProx(9, 8)});

    expect(await ask(api, '7')).toEqual({
      outcome: 1,
      stdout: '',
      stderr:
        'prox: No such event: 7\nOnly the newest 1000 events are kept; `prox events` lists them.\n',
    });
  });
});

class KeepingProx extends FakeProx {
  override async acknowledgeEvent(input: EventRef): Promise<void> {
    await super.acknowledgeEvent(input);
    if (input.id > 9) throw new ProxError('EVENT_NOT_FOUND', {detail: String(input.id)});
  }
}

describe('ack', () => {
  test('of some acknowledges each once, and says how many', async () => {
    const prox = new KeepingProx();
    await using api = await ApiRig.start({prox});

    expect(await ask(api, 'ack', '7', '8', '7')).toEqual({
      outcome: 0,
      stdout: '2 acknowledged\n',
      stderr: '',
    });
    expect(prox.calls).toEqual([
      {operation: 'acknowledgeEvent', input: {id: 7}},
      {operation: 'acknowledgeEvent', input: {id: 8}},
    ]);
  });

  test('--all is one call', async () => {
    await using api = await ApiRig.start();

    expect((await ask(api, 'ack', '--all')).stdout).toBe('2 acknowledged\n');
    expect(api.prox.calls).toEqual([{operation: 'acknowledgeEvents', input: {all: true}}]);
    expect(JSON.parse((await ask(api, 'ack', '--all', '--json')).stdout)).toEqual({
      success: true,
      acknowledged: 2,
      not_found: [],
    });
  });

  test('names an id that is not kept, and does the others', async () => {
    await using api = await ApiRig.start({prox: new KeepingProx()});

    expect(await ask(api, 'ack', '10', '7')).toEqual({
      outcome: 1,
      stdout: '1 acknowledged\n',
      stderr: 'prox: No such event: 10\n',
    });
    expect(await ask(api, 'ack', '10')).toMatchObject({outcome: 1, stdout: ''});
    const json = await ask(api, 'ack', '10', '7', '--json');
    expect(JSON.parse(json.stdout)).toEqual({success: false, acknowledged: 1, not_found: [10]});
  });
});

test.each([
  [['ack'], /takes either the ids of events or --all[^]*first column of `prox events`/],
  [['ack', '7', '--all'], /takes either the ids of events or --all/],
  [['ack', 'seven'], /the id of an event is a number, not 'seven'/],
  [['ack', '7', '-f'], /--follow is for the list of events/],
  [['ack', '7', '--severity', 'info'], /--severity is for the list of events/],
  [['--all'], /--all is for `prox events ack`/],
  [['--severity', 'warning,bad'], /--severity must be of info, warning, critical, not 'bad'/],
  [['--type', 'crashed'], /--type must be of process\.started, .*, not 'crashed'/],
  [['-n', '1001'], /--limit must be a whole number from 0 to 1000/],
  [['--since', 'soon'], /--since must be a duration/],
  [['web'], /'web' is neither ack nor the id of an event\n`prox events --process web`/],
  [['akc'], /'akc' is neither ack nor the id of an event\nDid you mean ack\?\n$/],
  [['7', '8'], /one event is shown at a time\n.*`prox events ack 7 8`/],
  [['7', '-f'], /--follow is for the list of events/],
  [['7', '--all'], /--all is for `prox events ack`/],
])('%j is wrong usage', async (words, message) => {
  await using api = await ApiRig.start();
  const {outcome, stderr} = await ask(api, ...words);

  expect(outcome).toBe(2);
  expect(stderr).toMatch(message);
  expect(api.prox.calls).toEqual([]);
});
