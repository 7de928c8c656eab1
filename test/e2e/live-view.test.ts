import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';
import {TerminalRun} from '../rig/terminal-run.ts';

const BIN = fileURLToPath(new URL('../../bin/prox.js', import.meta.url));
const ROWS = 8;
const COLUMNS = 32;
const names = Array.from({length: 20}, (_, index) => `service-with-a-name-${index}`);

async function running(): Promise<ProxCli> {
  const processes = Object.fromEntries(names.map(name => [name, 'exec sleep 1000']));
  const cli = await ProxCli.create({config: {api: {port: 0}, processes}});
  await cli.run('up', '-d', '--wait');
  return cli;
}

/** A command in a window that is too small for all. */
async function watch(cli: ProxCli, ...words: readonly string[]): Promise<TerminalRun> {
  const script = `stty rows ${ROWS} cols ${COLUMNS}; exec "$@"`;
  return TerminalRun.start(['sh', '-c', script, 'sh', process.execPath, BIN, ...words], {
    cwd: cli.projectDir,
    env: {PATH: process.env['PATH'] ?? '', HOME: cli.home, TERM: 'xterm', NO_COLOR: '1'},
  });
}

const ESC = '\u001b';
const ENTER = `${ESC}[?1049h`;
const LEAVE = `${ESC}[?7h${ESC}[?1049l`;

/** The lines of the first frame. */
function frameOf(text: string): readonly string[] {
  const [, frame = ''] = text.split(`${ESC}[H`);
  const [shown = ''] = frame.split(`${ESC}[J`);
  return shown.replaceAll(`${ESC}[K`, '').split(/\r+\n/);
}

test.each([
  [['top'], /^all +\d/m],
  [['stats', '-w'], /^prox +\d/m],
  [['status', '--watch'], /^service-with-a-name-0 /m],
])('%j fits the window, and gives the screen back on Ctrl-C', async (words, kept) => {
  await using cli = await running();
  await using run = await watch(cli, ...words);
  await run.shows(/Ctrl-C ends it/);
  run.type('\u0003');
  const text = await run.output();
  const frame = frameOf(text);

  expect(frame).toHaveLength(ROWS);
  expect(frame[0]).toMatch(/^NAME/);
  expect(frame.join('\n')).toMatch(kept);
  expect(frame.find(line => line.includes(' more'))).toMatch(/ 1\d more$/);
  for (const line of frame)
    expect(Buffer.from(line, 'latin1').toString().length).toBeLessThanOrEqual(COLUMNS);
  expect(text.startsWith(ENTER)).toBe(true);
  expect(text).toContain(LEAVE);
  expect(await run.child.exited).toMatchObject({signal: 'SIGINT'});
});

test('gives the screen back when prox ends, and says so', async () => {
  await using cli = await running();
  await using run = await watch(cli, 'top');
  await run.shows(/Ctrl-C ends it/);
  await cli.run('down');

  const text = await run.output();
  expect(text.slice(text.indexOf(LEAVE) + LEAVE.length).trim()).toBe('prox: prox has ended');
  expect(await run.child.exited).toMatchObject({code: 0});
});
