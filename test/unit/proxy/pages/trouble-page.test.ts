import {describe, expect, test} from 'vitest';
import type {ProcessStatus} from '../../../../src/core/process-state.ts';
import {renderPage, type Page, type Problem} from '../../../../src/proxy/pages/render-page.ts';

const at = {host: 'web.localhost:6788', target: 'http://localhost:3000'};
const web = {
  name: 'web',
  status: 'running',
  isComing: false,
  reason: undefined,
  lines: [],
} as const;

describe('a target that does not answer', () => {
  const unreachable = (status: ProcessStatus): Problem => ({
    type: 'unreachable',
    ...at,
    error: 'connection refused',
    process: {...web, status, reason: status === 'crashed' ? 'exit code 1' : undefined},
  });

  test('is shown with its process, in words', () => {
    const {body} = html(unreachable('crashed'));
    expect(body).toContain('<h1>web does not answer</h1>');
    expect(body).toContain('Nothing answers on http://localhost:3000 (connection refused).');
    expect(body).toContain('web.localhost:6788');
    expect(body).toContain('<dd>http://localhost:3000</dd>');
    expect(body).toContain('crashed (exit code 1)');
    expect(body).toContain('prox logs -f web');
    expect(body).toContain('prox restart web');
  });

  test.each<[ProcessStatus, RegExp]>([
    ['running', /web runs, so its port in prox\.yaml may be wrong/],
    ['crashed', /web has crashed/],
    ['stopped', /<code>prox start web<\/code> starts it/],
    ['starting', /web is starting/],
    ['stopping', /<code>prox start web<\/code> <span>starts it/],
    ['completed', /<code>prox restart web<\/code> runs it again/],
    ['waiting', /web waits for what it depends on, and starts by itself/],
    ['blocked', /<code>prox why web<\/code> <span>tells what it waits for/],
  ])('%s: says what to do', (status, advice) => {
    expect(html(unreachable(status)).body).toMatch(advice);
  });

  test.each<[ProcessStatus, boolean]>([
    ['stopped', true],
    ['stopping', true],
    ['crashed', true],
    ['running', false],
  ])('%s: a navigation asks again by itself: %s', (status, asksAgain) => {
    const {body} = renderPage(unreachable(status), {accept: 'text/html', isNavigation: true});
    expect(body.includes('<meta http-equiv="refresh" content="3">')).toBe(asksAgain);
    expect(body.includes('This page asks again every 3 seconds.')).toBe(asksAgain);
    expect(html(unreachable(status)).body).not.toContain('http-equiv');
  });

  test('because it is blocked is told so, with what it is blocked by', () => {
    const process = {...web, status: 'blocked', reason: 'db crashed (exit code 1)'} as const;
    const {body} = html({type: 'unreachable', ...at, error: 'refused', process});
    expect(body).toContain('web is blocked (db crashed (exit code 1)). It starts by itself');
    expect(body).not.toContain('prox restart web');
  });

  test('because it was stopped meanwhile is told so, with the way to start it', () => {
    const process = {...web, status: 'stopping'} as const;
    const {body} = html({type: 'badAnswer', ...at, error: 'reset', process});
    expect(body).toContain('<h1>web was stopped while it answered</h1>');
    expect(body).toContain('<code>prox start web</code>');
    expect(body).not.toContain('prox restart web');
  });

  test('without a process of ours is named by its address', () => {
    const {body} = html({type: 'unreachable', ...at, error: 'refused', process: undefined});
    expect(body).toContain('<h1>http://localhost:3000 does not answer</h1>');
    expect(body).not.toContain('In a terminal');
  });

  test('shows its last lines without colours, standard error marked', () => {
    const lines = [
      {stream: 'prox', line: 'started (pid 7)'},
      {stream: 'stdout', line: '\u001b[32mready\u001b[39m <1s'},
      {stream: 'stderr', line: 'Error: no\u001b[2J database'},
    ] as const;
    const problem: Problem = {type: 'badAnswer', ...at, error: 'x', process: {...web, lines}};
    expect(html(problem).body).toContain(`<pre tabindex="0">
<span class="prox">  prox: started (pid 7)</span>
  ready &lt;1s
<span class="stderr">! Error: no database</span>
</pre>`);
    const json = renderPage(problem, {accept: 'application/json', isNavigation: false});
    expect(JSON.parse(json.body)).toMatchObject({
      error: 'web gave a broken answer: x',
      details: {
        process: {status: 'running', reason: null, last_lines: [{}, {line: 'ready <1s'}, {}]},
      },
    });
  });
});

describe('a target that is starting', () => {
  const problem: Problem = {type: 'starting', ...at, process: web, retryAfterSeconds: 7};

  test('makes a navigation wait: the page asks again by itself', () => {
    const page = renderPage(problem, {accept: 'text/html', isNavigation: true});
    expect(page.headers['retry-after']).toBe('7');
    expect(page.body).toContain('<meta http-equiv="refresh" content="1">');
    expect(page.body).toContain('This page waits too');
  });

  test('is not shown as well when it runs but does not listen yet', () => {
    expect(html(problem).body).toContain('class="state busy">running, does not listen yet<');
  });

  test('is not told to be started when it is restarting', () => {
    const process = {...web, status: 'stopping', isComing: true} as const;
    const {body} = html({...problem, process});
    expect(body).toContain('class="state busy">restarting<');
    expect(body).not.toContain('prox start web');
  });

  test('tells everybody else when to come back', () => {
    const page = html(problem);
    expect(page.headers['retry-after']).toBe('7');
    expect(page.body).not.toContain('http-equiv');
  });
});

function html(problem: Problem): Page {
  return renderPage(problem, {accept: '*/*', isNavigation: false});
}
