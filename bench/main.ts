import {apiSpeed} from './api-speed.ts';
import {childSpeed} from './child-speed.ts';
import {coldStart} from './cold-start.ts';
import {idle} from './idle.ts';
import {memory} from './memory.ts';
import {metrics} from './metrics.ts';
import {proxyBodies} from './proxy-bodies.ts';
import {proxyCapture} from './proxy-capture.ts';
import {proxyRate} from './proxy-rate.ts';
import {proxyUnderFlood} from './proxy-under-flood.ts';
import {proxyWebSockets} from './proxy-web-sockets.ts';
import {type Figure, tell} from './rig.ts';
import {screenLoad} from './screen-load.ts';
import {screenStart} from './screen-start.ts';
import {statusUnderFlood} from './status-under-flood.ts';
import {stack} from './stack.ts';
import {streamSpeed} from './stream-speed.ts';
import {streams} from './streams.ts';

const BENCHES: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  'child-speed': childSpeed,
  'stream-speed': streamSpeed,
  streams,
  'cold-start': coldStart,
  memory,
  'status-under-flood': statusUnderFlood,
  metrics,
  idle,
  stack,
  'screen-start': screenStart,
  'screen-load': screenLoad,
  'api-speed': apiSpeed,
  'proxy-rate': proxyRate,
  'proxy-under-flood': proxyUnderFlood,
  'proxy-bodies': proxyBodies,
  'proxy-web-sockets': proxyWebSockets,
  'proxy-capture': proxyCapture,
};

const chosen = process.argv.slice(2);
for (const [name, bench] of Object.entries(BENCHES)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  tell(await bench());
}
