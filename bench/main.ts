import {childSpeed} from './child-speed.ts';
import {coldStart} from './cold-start.ts';
import {idle} from './idle.ts';
import {memory} from './memory.ts';
import type {Figure} from './rig.ts';
import {statusUnderFlood} from './status-under-flood.ts';
import {streamSpeed} from './stream-speed.ts';

const BENCHES: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  'child-speed': childSpeed,
  'stream-speed': streamSpeed,
  'cold-start': coldStart,
  memory,
  'status-under-flood': statusUnderFlood,
  idle,
};

const chosen = process.argv.slice(2);
for (const [name, bench] of Object.entries(BENCHES)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  for (const {what, seen, limit, isKept} of await bench()) {
    console.log(`${isKept ? 'kept  ' : 'BROKEN'} | ${what} | ${seen} | ${limit}`);
    if (!isKept) process.exitCode = 1;
  }
}
