import {readFile} from 'node:fs/promises';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {expect, test, vi} from 'vitest';
import {guideBlock} from '../rig/api-guide.ts';
import {Browser} from '../rig/browser.ts';
import {ProxCli} from '../rig/prox-cli.ts';
import {ScriptedProcess} from '../rig/scripted-process.ts';

vi.setConfig({testTimeout: 60_000}); // a browser and prox start and end

const PAGE = 'In a web page';
const CLIENT = await readFile(new URL('../../dist/client.js', import.meta.url), 'utf8');

/** Serves the page of the guide, and the client beside it. */
class Pages implements AsyncDisposable {
  readonly #server: Server;
  /** Of the API that the page speaks to. */
  apiPort = 0;

  constructor() {
    this.#server = createServer(({url}, response) => {
      const isClient = url === '/client.js';
      response.setHeader('content-type', isClient ? 'text/javascript' : 'text/html');
      response.end(isClient ? CLIENT : this.#page());
    });
  }

  /** Two names of this server are two origins. */
  async start(): Promise<{readonly allowed: string; readonly other: string}> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    const {port} = this.#server.address() as AddressInfo;
    return {allowed: `http://localhost:${port}`, other: `http://127.0.0.1:${port}`};
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #page(): string {
    return guideBlock(PAGE, 'html').replace(':5555', `:${this.apiPort}`);
  }
}

test('a page of an allowed origin lists processes and follows logs, another one cannot', async () => {
  await using pages = new Pages();
  const {allowed, other} = await pages.start();
  await using web = await ScriptedProcess.create();
  const config = guideBlock(PAGE, 'yaml')
    .replace('http://localhost:8080', allowed)
    .replace('api:\n', 'api:\n  port: 0\n')
    .replace('npm run dev', () => JSON.stringify(web.command));
  await using cli = await ProxCli.create({config});
  expect(await cli.run('up', '-d')).toMatchObject({code: 0});
  pages.apiPort = cli.state().port;
  const run = await web.nextRun();
  await using browser = await Browser.start({home: cli.home});

  const tab = await browser.newPage();
  await tab.page.goto(`${allowed}/`);
  await tab.shows('log', 'web: web started');
  await run.print('hello');
  await tab.shows('log', 'web: hello');
  expect(await tab.page.locator('#log').textContent()).toMatch(/^web\nprox: listening on /);
  expect(tab.problems).toEqual([]);

  const stranger = await browser.newPage();
  const failure = stranger.page.waitForEvent('pageerror');
  await stranger.page.goto(`${other}/`);
  expect(String(await failure)).toContain('prox did not answer');
  expect(await stranger.page.locator('#log').textContent()).toBe('');
});
