import {execFile} from 'node:child_process';
import {truncate, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';
import {compare, inTurns} from './in-turns.ts';
import {forgetPeak, peakMegabytes, processorSeconds, residentMegabytes} from './process-stats.ts';
import {HOST, inProxyRig, type Peer} from './proxy-rig.ts';
import {atMost, type Figure, format, median} from './rig.ts';

const BYTES = 2 ** 30;
const ROUNDS = 5;
const MOST_MEGABYTES = 60;

/** Large bodies both ways: how fast they pass, and that they are never held. */
export async function proxyBodies(): Promise<readonly Figure[]> {
  return inProxyRig(async rig => {
    const prox = await rig.prox();
    const pipe = await rig.nodePipe();
    const file = path.join(rig.dir, 'body');
    await writeFile(file, '');
    await truncate(file, BYTES);
    await Promise.all([download(prox, BYTES / 16), download(pipe, BYTES / 16)]);
    const before = await residentMegabytes(prox.pid);
    await forgetPeak(prox.pid);
    const [down = [], downPipe = [], up = [], upPipe = []] = await inTurns(ROUNDS, [
      async () => download(prox, BYTES),
      async () => download(pipe, BYTES),
      async () => upload(prox, file),
      async () => upload(pipe, file),
    ]);
    const growth = (await peakMegabytes(prox.pid)) - before;
    return [
      faster('1 GB down', down, downPipe),
      faster('1 GB up', up, upPipe),
      atMost('memory that prox takes for them at its peak', growth, MOST_MEGABYTES, 'MB'),
    ];
  });
}

function faster(what: string, ours: readonly Passage[], theirs: readonly Passage[]): Figure {
  return compare({
    what: `${what} through prox, against node:http and two pipes`,
    ours: ours.map(({rate}) => rate),
    theirs: theirs.map(({rate}) => rate),
    limit: {least: 0.9},
    note: `${summary(ours)} against ${summary(theirs)}`,
  });
}

function summary(seen: readonly Passage[]): string {
  const rate = median(seen.map(({rate}) => rate));
  const seconds = median(seen.map(({seconds}) => seconds));
  return `${format(rate)} MB/s at ${format(seconds)} s`;
}

interface Passage {
  /** In MB/s. */
  readonly rate: number;
  /** Processor time of the proxy. */
  readonly seconds: number;
}

async function download(peer: Peer, bytes: number): Promise<Passage> {
  return pass(peer, {path: `/download?bytes=${bytes}`, size: 'size_download', bytes});
}

async function upload(peer: Peer, file: string): Promise<Passage> {
  const args = ['--upload-file', file, '--header', 'Expect:'];
  return pass(peer, {path: '/upload', size: 'size_upload', bytes: BYTES, args});
}

interface Transfer {
  readonly path: string;
  /** The variable of curl that holds how much went over. */
  readonly size: 'size_download' | 'size_upload';
  readonly bytes: number;
  readonly args?: readonly string[];
}

async function pass({pid, port}: Peer, transfer: Transfer): Promise<Passage> {
  const args = ['--silent', '--fail', '--output', '/dev/null', '--header', `Host: ${HOST}`];
  args.push('--write-out', `%{${transfer.size}} %{time_total}`, ...(transfer.args ?? []));
  const url = `http://127.0.0.1:${port}${transfer.path}`;
  const before = await processorSeconds(pid);
  const {stdout} = await promisify(execFile)('curl', [...args, url]);
  const [size, seconds] = stdout.split(' ').map(Number);
  if (size !== transfer.bytes) throw new Error(`curl: ${size} bytes of ${transfer.bytes}`);
  return {
    rate: transfer.bytes / 1e6 / (seconds ?? Number.NaN),
    seconds: (await processorSeconds(pid)) - before,
  };
}
