import {expect, test, vi} from 'vitest';
import {Browser} from '../rig/browser.ts';
import {ProxyExample} from '../rig/proxy-example.ts';

vi.setConfig({testTimeout: 60_000}); // a browser, Vite and prox start and end

/** Node 20 ends a connection of which more than a thousand requests were cancelled (docs/guides/proxy.md). */
const CANCELLABLE = 900;

test('a page of a thousand modules loads over HTTP/2', async () => {
  await using example = await ProxyExample.start({proxy: {http2: true}, files: manyModules(1000)});
  const trust = await example.caFile();
  await using browser = await Browser.start({home: example.cli.home, trust});
  const tab = await browser.newPage();

  await tab.page.goto(example.https('web.localhost', '/many.html'));
  await tab.shows('sum', sumOf(1000));
  expect(await tab.protocols()).toEqual(new Set(['h2']));
  expect(tab.problems).toEqual([]);
});

test('a page left while its modules load costs the next one nothing', async () => {
  const files = manyModules(CANCELLABLE);
  await using example = await ProxyExample.start({proxy: {http2: true}, files});
  const trust = await example.caFile();
  await using browser = await Browser.start({home: example.cli.home, trust});
  const tab = await browser.newPage();

  const begun = tab.page.waitForResponse(/\/many\/0\.js/);
  await tab.page.goto(example.https('web.localhost', '/many.html'), {waitUntil: 'commit'});
  await begun;
  await tab.page.goto(example.https('web.localhost', '/many.html?again'));
  await tab.shows('sum', sumOf(CANCELLABLE));
  expect(tab.problems.filter(problem => !problem.endsWith('net::ERR_ABORTED'))).toEqual([]);
});

function sumOf(count: number): string {
  return String((count * (count - 1)) / 2);
}

/** A page that adds up what its modules export: 0, 1, 2… */
function manyModules(count: number): Record<string, string> {
  const numbers = Array.from({length: count}, (_, i) => i);
  return {
    'web/many.html': `<!doctype html><p id="sum"></p><script type="module" src="/many.js"></script>`,
    'web/many.js': `
      ${numbers.map(i => `import {n as n${i}} from './many/${i}.js';`).join('\n')}
      document.querySelector('#sum').textContent = ${numbers.map(i => `n${i}`).join(' + ')};
    `,
    ...Object.fromEntries(numbers.map(i => [`web/many/${i}.js`, `export const n = ${i};`])),
  };
}
