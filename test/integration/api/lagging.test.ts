import {expect, test} from 'vitest';
import {LogStore} from '../../../src/supervisor/log-store.ts';
import {ApiRig} from '../../rig/api-rig.ts';
import {ApiSocket} from '../../rig/api-socket.ts';
import {EventReader} from '../../rig/event-reader.ts';

const LIMITS = {maxLines: 1000, maxBytes: 8 * 1024 * 1024, maxLineBytes: 64 * 1024};
const ROUNDS = 160;
const LINES = 100;
const TOTAL = ROUNDS * LINES;

test('who stands still loses its own oldest and is told how many; who reads on gets each line', async () => {
  await using api = await ApiRig.start();
  const store = new LogStore({clock: api.clock, limits: LIMITS, processes: ['web']});
  api.prox.logSource = ({signal}) => store.follow({}, signal);
  const still = await api.open({path: '/api/v1/logs/stream'}); // not read: its socket fills up
  const stillClient = await ApiSocket.open(api, '?topics=logs');
  stillClient.socket.pause();
  const reader = new EventReader(await api.open({path: '/api/v1/logs/stream'}));
  expect(await reader.next()).toBe(': open');
  for (let round = 0; round < ROUNDS; round++) {
    write(store);
    for (let line = 1; line <= LINES; line++) {
      expect(await reader.next()).toMatch(new RegExp(`^id: ${round * LINES + line}\n`));
    }
  }
  const seen = await readAll(new EventReader(still));
  expect(seen.dropped).toBeGreaterThan(0);
  expect(seen.lines + seen.dropped).toBe(TOTAL);
  stillClient.socket.resume();
  const heard = await hearAll(stillClient);
  expect(heard.dropped).toBeGreaterThan(0);
  expect(heard.lines + heard.dropped).toBe(TOTAL);
});

function write(store: LogStore): void {
  const bytes = Buffer.from(`${'x'.repeat(1000)}\n`.repeat(LINES));
  store.append('web', {bytes, stream: 'stdout', isTruncated: false});
}

interface Received {
  readonly lines: number;
  readonly dropped: number;
}

async function readAll(reader: EventReader): Promise<Received> {
  let lines = 0;
  let dropped = 0;
  for (;;) {
    const block = (await reader.next()) ?? '';
    const lag = /^event: lagged\ndata: \{"dropped":(\d+)\}$/.exec(block)?.[1];
    if (lag !== undefined) dropped += Number(lag);
    else if (block.startsWith('id: ')) lines += 1;
    if (block.startsWith(`id: ${TOTAL}\n`)) return {lines, dropped};
  }
}

async function hearAll(client: ApiSocket): Promise<Received> {
  let lines = 0;
  let dropped = 0;
  for (;;) {
    const {type, data} = await client.next();
    if (type === 'lagged') dropped += Number(data['dropped']);
    else lines += 1;
    if (data['seq'] === TOTAL) return {lines, dropped};
  }
}
