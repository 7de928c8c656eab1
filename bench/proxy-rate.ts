import {compare, inTurns} from './in-turns.ts';
import {load, type Measured} from './load.ts';
import {inProxyRig} from './proxy-rig.ts';
import {type Figure, format, median} from './rig.ts';

const ROUNDS = 8;
const SECONDS = 2;

/** Small answers through prox, with its request log and all guards, against proxies that have neither. */
export async function proxyRate(): Promise<readonly Figure[]> {
  return inProxyRig(async rig => {
    const peers = [
      await rig.prox(),
      await rig.httpProxy(),
      await rig.nodePipe(),
      await rig.caddy(),
    ];
    const measures = peers.map(peer => async () => load(peer, {seconds: SECONDS}));
    await inTurns(1, measures);
    const [prox = [], ...others] = await inTurns(ROUNDS, measures);
    return [
      against('http-proxy alone', prox, others[0], 0.85),
      against('node:http and two pipes', prox, others[1], 0.75),
      against('Caddy', prox, others[2], 0.9),
    ];
  });
}

function against(
  name: string,
  prox: readonly Measured[],
  other: readonly Measured[] = [],
  least: number,
): Figure {
  return compare({
    what: `requests/s through prox, against ${name}`,
    ours: prox.map(({rate}) => rate),
    theirs: other.map(({rate}) => rate),
    limit: {least},
    note: `${summary(prox)} against ${summary(other)}`,
  });
}

function summary(seen: readonly Measured[]): string {
  const rate = median(seen.map(({rate}) => rate));
  const cost = median(seen.map(({microseconds}) => microseconds));
  return `${format(rate)}/s at ${format(cost)} µs`;
}
