import {compare, inTurns} from './in-turns.ts';
import {load} from './load.ts';
import {inProxyRig} from './proxy-rig.ts';
import {type Figure, format, median} from './rig.ts';

const ROUNDS = 8;
const SECONDS = 2;

/** How long requests take while a child of the same prox writes 20,000 lines/s, which prox prints. */
export async function proxyUnderFlood(): Promise<readonly Figure[]> {
  return inProxyRig(async rig => {
    const peer = await rig.prox();
    const p99 = async (): Promise<number> => (await load(peer, {seconds: SECONDS})).p99Ms;
    await p99();
    const [flooded = [], quiet = []] = await inTurns(ROUNDS, [
      async () => {
        await peer.prox.start({name: 'ticker'});
        const seen = await p99();
        await peer.prox.stop({name: 'ticker'});
        return seen;
      },
      p99,
    ]);
    return [
      compare({
        what: 'p99 through prox while a child writes 20,000 lines/s, against without',
        ours: flooded,
        theirs: quiet,
        limit: {most: 3},
        note: `${format(median(flooded))} ms against ${format(median(quiet))} ms`,
      }),
    ];
  });
}
