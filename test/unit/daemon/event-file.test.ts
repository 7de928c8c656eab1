import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {MAX_EVENTS, type ProxEvent} from '../../../src/core/event.ts';
import {EventFile} from '../../../src/daemon/event-file.ts';
import {proxEvent} from '../../rig/observation-sample.ts';
import {tempDir} from './temp-dir.ts';

const AT = '2026-02-03T04:05:06.789Z';

function setUp() {
  const path = join(tempDir(), 'events.jsonl');
  const failures: unknown[] = [];
  return {
    path,
    failures,
    open: async () => EventFile.open({path, onFailure: error => failures.push(error)}),
    lines: () => readFileSync(path, 'utf8').trimEnd().split('\n'),
  };
}

function events(count: number, firstId = 1): readonly ProxEvent[] {
  return Array.from({length: count}, (_, index) => proxEvent(firstId + index));
}

async function keep(file: EventFile, list: readonly ProxEvent[]): Promise<void> {
  for (const event of list) file.append(event);
  await file.flush();
}

describe('what was added', () => {
  it('is there again for the next run, acknowledged or not', async () => {
    const {open} = setUp();
    const file = await open();
    expect(file.kept).toEqual([]);
    const other = proxEvent(2, {type: 'config.reloaded', severity: 'info', process: undefined});
    file.append(proxEvent(1));
    file.append(other);
    file.acknowledge([1], AT);
    await file.flush();
    expect((await open()).kept).toEqual([
      proxEvent(1, {acknowledged: true, acknowledgedAt: AT}),
      other,
    ]);
  });

  it('is in the file in the order of the calls, as the API gives it, for its owner alone', async () => {
    const {open, lines, path} = setUp();
    const file = await open();
    expect(existsSync(path)).toBe(false);
    file.append(proxEvent(1));
    file.acknowledge([1], AT);
    file.append(proxEvent(2));
    await file.flush();
    const records = lines().map(line => JSON.parse(line) as unknown);
    expect(records).toMatchObject([
      {id: 1, process: 'api', acknowledged_at: null, details: {exit_code: 1, signal: null}},
      {acknowledged: [1], at: AT},
      {id: 2},
    ]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('while the last was just written is written too', async () => {
    const {open, lines} = setUp();
    const file = await open();
    file.append(proxEvent(1));
    await file.flush();
    file.append(proxEvent(2));
    await file.flush().then(() => file.append(proxEvent(3)));
    await file.flush();
    expect(lines()).toHaveLength(3);
  });
});

describe('a file', () => {
  it('that a kill has cut off in the middle of a record loses that, and goes on', async () => {
    const {open, path} = setUp();
    await keep(await open(), events(2));
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.slice(0, -10));
    const file = await open();
    expect(file.kept.map(({id}) => id)).toEqual([1]);
    await keep(file, [proxEvent(2)]);
    expect((await open()).kept).toEqual(events(2));
  });

  it.each([
    'garbage',
    '',
    '{}',
    '[]',
    'null',
    '7',
    '{"id":9}',
    '{"acknowledged":[null,"1"],"at":"now"}',
    `{"acknowledged":[null,"1",99],"at":"${AT}"}`,
    JSON.stringify({...proxEvent(9), type: 'process.unheard_of'}),
    JSON.stringify({...proxEvent(9), id: '9'}),
    JSON.stringify({...proxEvent(9), timestamp: 'yesterday'}),
    JSON.stringify(proxEvent(1, {message: 'a second one of the same id'})),
  ])('may hold a line that is no record of ours: %s', async line => {
    const {open, path, failures} = setUp();
    await keep(await open(), events(1));
    appendFileSync(path, `${line}\n`);
    await keep(await open(), [proxEvent(2)]);
    expect((await open()).kept).toEqual(events(2));
    expect(failures).toEqual([]);
  });

  it('cannot make an event more severe than its type is', async () => {
    const {open} = setUp();
    await keep(await open(), [proxEvent(1, {type: 'process.started', severity: 'critical'})]);
    expect((await open()).kept).toMatchObject([{severity: 'info'}]);
  });

  it('is shortened at the start to the events that are kept', async () => {
    const {open, lines} = setUp();
    const file = await open();
    await keep(file, events(MAX_EVENTS + 5));
    file.acknowledge([500], AT);
    await file.flush();
    expect(lines()).toHaveLength(MAX_EVENTS + 6);
    const {kept} = await open();
    expect([kept.length, kept[0]?.id, kept.at(-1)?.id]).toEqual([MAX_EVENTS, 6, MAX_EVENTS + 5]);
    expect(lines()).toHaveLength(MAX_EVENTS);
    expect(kept.find(({id}) => id === 500)).toMatchObject({acknowledged: true});
  });

  it('is shortened while it is written, when it has twice as many records', async () => {
    const {open, lines, path} = setUp();
    const file = await open();
    await keep(file, events(2 * MAX_EVENTS - 1));
    expect(lines()).toHaveLength(2 * MAX_EVENTS - 1);
    await keep(file, events(1, 2 * MAX_EVENTS));
    expect(lines()).toHaveLength(MAX_EVENTS);
    await keep(file, events(1, 2 * MAX_EVENTS + 1));
    expect((await open()).kept.at(-1)?.id).toBe(2 * MAX_EVENTS + 1);
    expect(readdirSync(dirname(path))).toEqual(['events.jsonl']);
  });
});

describe('in the place of the file', () => {
  it('a link is neither followed nor written through, and gives way', async () => {
    const {open, path, failures} = setUp();
    const target = join(dirname(path), 'target');
    const text = `${JSON.stringify(proxEvent(1))}\n`;
    writeFileSync(target, text);
    symlinkSync(target, path);
    const file = await open();
    expect(file.kept).toEqual([]);
    await keep(file, [proxEvent(5)]);
    expect(readFileSync(target, 'utf8')).toBe(text);
    expect((await open()).kept).toEqual([proxEvent(5)]);
    expect(failures).toEqual([]);
  });

  it('what takes no records is told once, and costs nothing else', async () => {
    const {open, path, failures} = setUp();
    mkdirSync(path);
    const file = await open();
    expect(file.kept).toEqual([]);
    await keep(file, [proxEvent(1)]);
    await keep(file, [proxEvent(2)]);
    expect(failures).toHaveLength(1);
    rmdirSync(path);
    await keep(file, [proxEvent(3)]);
    expect((await open()).kept).toEqual([proxEvent(3)]);
  });

  it('what could not be read gives way, for our numbers would not continue its own', async () => {
    const {open, path, failures} = setUp();
    mkdirSync(path);
    const file = await open();
    rmdirSync(path);
    await keep(await open(), events(3, 40));
    await keep(file, [proxEvent(1, {message: 'of this run'})]);
    file.acknowledge([1], AT);
    await file.flush();
    expect((await open()).kept).toMatchObject([
      {id: 1, message: 'of this run', acknowledged: true},
    ]);
    expect(failures).toHaveLength(1);
  });

  it('a record of which a full disk has taken the beginning spoils no other', async () => {
    const {open, path} = setUp();
    const file = await open();
    mkdirSync(path);
    await keep(file, [proxEvent(1)]);
    rmdirSync(path);
    writeFileSync(path, '{"id":1,"timest');
    await keep(file, [proxEvent(2)]);
    expect((await open()).kept).toEqual([proxEvent(2)]);
  });
});
