import {compare, inTurns} from './in-turns.ts';
import {load} from './load.ts';
import {inProxyRig, POST_SCRIPT} from './proxy-rig.ts';
import type {Figure} from './rig.ts';

const ROUNDS = 6;
const SECONDS = 2;

/** Bodies of 10 KB, kept and not kept. */
export async function proxyCapture(): Promise<readonly Figure[]> {
  return inProxyRig(async rig => {
    const off = await rig.prox();
    const on = await rig.prox({proxy: {capture: {enabled: true}}});
    const down = {seconds: SECONDS, path: '/page'};
    const up = {seconds: SECONDS, script: POST_SCRIPT};
    const measures = [down, up].flatMap(options =>
      [on, off].map(peer => async () => (await load(peer, options)).rate),
    );
    await inTurns(1, measures);
    const [downOn = [], downOff = [], upOn = [], upOff = []] = await inTurns(ROUNDS, measures);
    const limit = {least: 0.7};
    return [
      compare({what: 'answers of 10 KB, captured or not', ours: downOn, theirs: downOff, limit}),
      compare({what: 'requests of 10 KB, captured or not', ours: upOn, theirs: upOff, limit}),
    ];
  });
}
