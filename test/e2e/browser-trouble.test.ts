import {execFile} from 'node:child_process';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {expect, test, vi} from 'vitest';
import {Browser} from '../rig/browser.ts';
import {curlStatus} from '../rig/curl.ts';
import {ProxyExample} from '../rig/proxy-example.ts';

vi.setConfig({testTimeout: 60_000}); // a browser, Vite and prox start and end

/** Vite starts at once when there is no `gate`, else when something is written to it. */
const GATED = {
  'web/vite.config.mjs': `
    import {existsSync, readFileSync} from 'node:fs';
    if (existsSync('gate')) readFileSync('gate');
    export default {};
  `,
};

test('when a process is stopped, the page tells its state and last lines, and gives way to the app', async () => {
  await using example = await ProxyExample.start();
  await using browser = await Browser.start({home: example.cli.home});
  const {page} = await browser.newPage();

  await example.cli.run('stop', 'api');
  const answer = await page.goto(example.http('api.localhost', '/api/greeting'));
  expect(answer?.status()).toBe(502);
  const text = await page.locator('body').innerText();
  for (const part of ['api', 'stopped', 'bye', 'prox start api']) expect(text).toContain(part);
  await example.cli.run('start', 'api');
  await page.getByText('forwarded').waitFor();
});

test('a page asked for during a restart waits before the eyes of the visitor, and comes', async () => {
  await using example = await ProxyExample.start({files: GATED});
  await using browser = await Browser.start({home: example.cli.home});
  const tab = await browser.newPage();

  const gate = await restartBehindGate(example);
  const answer = await tab.page.goto(example.http('web.localhost', '/'));
  expect(answer?.status()).toBe(503);
  expect(await tab.page.locator('body').innerText()).toContain('web is starting');
  await writeFile(gate, 'go');
  await tab.shows('title', 'Hello from Vite');
  expect(tab.page.url()).toBe(example.http('web.localhost', '/'));
});

test('requests made during a restart are answered by the new run', async () => {
  await using example = await ProxyExample.start({files: GATED});

  const gate = await restartBehindGate(example);
  const url = example.http('web.localhost', '/title.js');
  const statuses = Array.from({length: 10}, async () => curlStatus(url));
  await writeFile(gate, 'go');
  expect(new Set(await Promise.all(statuses))).toEqual(new Set(['200']));
});

/** Restarts `web` up to where it would listen; what is written to the returned file lets it go on. */
async function restartBehindGate({cli}: ProxyExample): Promise<string> {
  const gate = join(cli.projectDir, 'web/gate');
  await promisify(execFile)('mkfifo', [gate]);
  await cli.run('restart', 'web');
  return gate;
}
