import {freePort} from '../../test/rig/free-port.ts';
import {atMost, type BenchProject, type Figure, format, tell, whileUpWith} from '../rig.ts';
import {ScreenRun} from '../screen-run.ts';
import {actUntilEnd, type Counts} from './actors.ts';
import {Samples} from './samples.ts';
import {soakConfig} from './stack.ts';

const DEFAULT_SECONDS = 600;
const SETTLE_MS = 5000;
/** What V8 keeps goes up and down by as much within a minute. */
const MAX_GROWTH_MB = 15;
/** Readers that are just there, or not. */
const MAX_FILES_MORE = 12;

const seconds = Number(process.argv[2] ?? DEFAULT_SECONDS);
const config = soakConfig(await freePort());
tell(await whileUpWith(config, soak));

/** A stack that works for as long as was said; what it holds must not grow. */
async function soak(project: BenchProject): Promise<readonly Figure[]> {
  const {dir, pid, prox, url} = project;
  const screen = await ScreenRun.start(['attach'], dir);
  const {proxy} = await prox.status();
  const [ofProx, ofScreen] = [new Samples(pid), new Samples(screen.pid)];
  await ofProx.take();
  const {files: filesBefore} = ofProx.latest;
  const counts: Counts = {requests: 0, failedRequests: 0, readers: 0, restarts: 0};
  const end = new AbortController();
  const acting = actUntilEnd({
    prox,
    apiUrl: url,
    proxyPort: proxy?.httpPort ?? 0,
    counts,
    signal: end.signal,
  });
  for (let second = 1; second <= seconds; second++) {
    await new Promise(resolve => setTimeout(resolve, 1000));
    await Promise.all([ofProx.take(), ofScreen.take()]);
    if (second % 30 === 0) console.error(progress(second, ofProx, counts));
  }
  end.abort();
  await acting;
  await screen.end();
  await new Promise(resolve => setTimeout(resolve, SETTLE_MS));
  await ofProx.take();
  return [
    atMost(
      'prox: memory, last third beyond the second',
      ofProx.growth('megabytes'),
      MAX_GROWTH_MB,
      'MB',
    ),
    atMost('the screen: likewise', ofScreen.growth('megabytes'), MAX_GROWTH_MB, 'MB'),
    atMost('prox: open files, likewise', ofProx.growth('files'), MAX_FILES_MORE, 'files'),
    atMost(
      'prox: open files at the end, more than at first',
      ofProx.latest.files - filesBefore,
      MAX_FILES_MORE,
      'files',
    ),
    atMost(
      `requests that failed, of ${format(counts.requests)}`,
      counts.failedRequests,
      0,
      'requests',
    ),
  ];
}

function progress(second: number, ofProx: Samples, counts: Counts): string {
  const {megabytes, files} = ofProx.latest;
  return `${second} s: ${format(megabytes)} MB, ${files} files; ${counts.requests} requests, ${counts.readers} readers, ${counts.restarts} restarts`;
}
