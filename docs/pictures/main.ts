// Makes docs/images/screen-*.svg: what `prox up` really shows of examples/full-stack, as pictures.
// It needs the ports of the example, and that of the proxy.
import {writeFile} from 'node:fs/promises';
import {ExampleScreen, visit} from './example-screen.ts';

const ROWS = 26;
const ESC = '\u001b';
const READY = /^\? help/m;

await using screen = await ExampleScreen.up(ROWS);
await doJobs();
await stopDatabase();
await save('logs', 'Logs of a stack whose database has been stopped');

await screen.press('sproc:api,worker refused', /filter: proc:api,worker refused/);
await save('filter', 'Logs while a filter is typed');
await screen.press(ESC, READY);

await screen.press('\t', /Requests[\s\S]*503/);
await save('requests', 'Requests through the proxy, two of which have failed');
screen.resize(34);
await screen.press('\r', /Request body[\s\S]*Response body[\s\S]*does not answer/);
await save('request', 'A request that has failed, with headers and bodies');
screen.resize(ROWS);
await screen.press(ESC, /Requests/);

await screen.press(']]w', /Why worker[\s\S]*next/);
await save('why', 'Why worker is blocked: db is stopped');
await screen.press(ESC, READY);
await screen.press('?', /Keys/);
await save('help', 'The first of all keys');
await screen.press(ESC, READY);

async function doJobs(): Promise<void> {
  await screen.until(/● web +running healthy/);
  for (let job = 1; job <= 3; job++) await visit({service: 'web', method: 'POST', path: '/'});
  await visit({service: 'web', path: '/'});
  await screen.until(/job 3 done/);
  await visit({service: 'api', path: '/jobs/7'});
}

/** What needs it follows: the API is unhealthy, the worker blocked. */
async function stopDatabase(): Promise<void> {
  await screen.press('x', /db +stopped/);
  await screen.until(/worker +blocked/);
  await visit({service: 'api', method: 'POST', path: '/jobs', json: {kind: 'invoice'}});
  await screen.until(/api is unhealthy/);
  await screen.press(ESC, READY); // takes the notice away
}

async function save(name: string, label: string): Promise<void> {
  await writeFile(`docs/images/screen-${name}.svg`, screen.toSvg(label));
}
