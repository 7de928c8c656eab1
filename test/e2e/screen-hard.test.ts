import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';
import {StackScreen, type StackScreenOptions} from '../rig/stack-screen.ts';
import {TERMINAL_BEFORE, TerminalScreen} from '../rig/terminal-screen.ts';

const BIN = fileURLToPath(new URL('../../bin/prox.js', import.meta.url));
const ESC = '\u001b';
const SIZES = [
  [40, 10],
  [80, 24],
  [200, 60],
] as const;

/** Some thousand lines a second, until the file `stop` is there. */
const FLOOD = `
  i=1
  until [ -e stop ]; do
    seq -f 'flood %.0f of lines that are as long as those of a server' $i $((i + 199))
    i=$((i + 200))
    sleep 0.05
  done
  echo 'the flood is over'
  exec sleep 1000
`;

async function inAFlood(options: StackScreenOptions = {}): Promise<StackScreen> {
  const stack = await StackScreen.up({...options, processes: {flood: FLOOD}});
  await stack.screen.until(/\| flood \d/);
  return stack;
}

/** The number of the newest line of the flood that is seen. */
function floodSeen(screen: TerminalScreen): number {
  const numbers = screen.rows().flatMap(row => /\| flood (\d+)/.exec(row)?.[1] ?? []);
  return Number(numbers.at(-1) ?? 0);
}

async function untilFloodedOn({screen}: StackScreen, lines = 1000): Promise<void> {
  const before = floodSeen(screen);
  await screen.until(now => floodSeen(now) >= before + lines);
}

async function endTheFlood({cli, screen}: StackScreen): Promise<void> {
  await cli.write('stop', '');
  await screen.until(now => /\| the flood is over/.test(now.picture) && isWhole(now));
}

/** Each part in its place, and nothing of another size left. */
function isWhole(screen: TerminalScreen): boolean {
  return isFramed(screen) && screen.rows().at(-2)?.startsWith('? help') === true;
}

/** Likewise, whatever is said in the footer; the renderer had to shorten no row that is too wide. */
function isFramed(screen: TerminalScreen): boolean {
  const rows = screen.rows();
  const rules = rows.filter(row => row.startsWith('── '));
  const isCut = rows.some(row => /\| .*…$/.test(row));
  return (
    rows[0]?.startsWith('prox ') === true && rules.length === 1 && rows.at(-1) === '' && !isCut
  );
}

/** Of all that was written, the lowest row; what is written there, from 1. */
function lowestRow(written: string): number {
  const rows = [...written.matchAll(new RegExp(String.raw`${ESC}\[(\d+);1H`, 'g'))];
  return Math.max(0, ...rows.map(([, row]) => Number(row)));
}

describe('in a flood of lines', () => {
  it.each(SIZES)('a window made %i × %i shows a whole screen', async (columns, rows) => {
    await using stack = await inAFlood({columns: 100, rows: 30});
    const {screen} = stack;
    for (const [width, height] of [
      [60, 14],
      [150, 45],
      [columns, rows],
    ] as const) {
      screen.resize(width, height);
      await screen.until(isWhole);
    }
    const from = screen.rawOutput.length;
    await untilFloodedOn(stack);
    await endTheFlood(stack);
    expect(lowestRow(screen.rawOutput.slice(from))).toBeLessThan(rows);
  });

  it.each([
    ['long lines are wrapped or cut', 'W'],
    ['timestamps come and go', 'T'],
    ['the panel comes and goes', 'p'],
    ['themes change', 't'],
  ])('the screen stays whole while %s', async (_what, key) => {
    await using stack = await inAFlood({columns: 60, rows: 16});
    const {screen} = stack;
    for (let time = 0; time < 6; time++) {
      screen.press(key);
      await untilFloodedOn(stack, 100);
      await screen.until(isFramed);
    }
    screen.press(`${ESC}[B`); // which has no notice of its own in the footer
    await endTheFlood(stack);
    expect(floodSeen(screen)).toBeGreaterThan(600);
  });

  it('the terminal is never cleared, nor scrolled', async () => {
    await using stack = await inAFlood();
    const {screen} = stack;
    screen.resize(40, 10);
    await screen.until(isWhole);
    await untilFloodedOn(stack);
    await endTheFlood(stack);
    expect(screen.rawOutput).not.toMatch(
      new RegExp(String.raw`${ESC}\[[23]J|${ESC}c|${ESC}\[\d*S`),
    );
    const drawn = screen.rawOutput.slice(screen.rawOutput.indexOf(`${ESC}[?1049h`));
    expect(drawn).not.toContain('\n');
  });
});

describe('a window that changes its size', () => {
  it('changes that of the process for which one types', async () => {
    const cmd = `trap 'echo "now $(stty size)"' WINCH; echo ready; while :; do read -r line; done`;
    await using stack = await StackScreen.up({processes: {repl: {cmd, tty: true}}});
    const {screen} = stack;
    await screen.until(/repl +\| ready/);
    screen.press('2i');
    await screen.until(/\| now 19 88$/m);
    screen.resize(60, 20);
    await screen.until(/\| now 14 48$/m);
  });
});

describe('prox attach', () => {
  it.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
    'ends by %s, with the terminal as it was',
    async signal => {
      await using stack = await StackScreen.attach({processes: {flood: FLOOD}});
      const {screen, run} = stack;
      await screen.until(/\| flood \d/);
      screen.kill(signal);
      expect(await screen.exited).toEqual({code: undefined, signal});
      expect(screen.modes).toEqual(TERMINAL_BEFORE);
      await run.print('still here');
    },
  );

  it('leaves the line as it was when a signal ends it while its lines are in the scrollback', async () => {
    await using cli = await ProxCli.create({
      config: {api: {port: 0}, processes: {web: 'exec sleep 1000'}},
    });
    await cli.run('up', '-d');
    const script = `stty -g; "${process.execPath}" "${BIN}" attach; echo "code $?"; stty -g; echo over`;
    await using screen = await TerminalScreen.start({
      argv: ['/bin/sh', '-c', script],
      columns: 120,
      cwd: cli.projectDir,
      env: {HOME: cli.home},
    });
    await screen.until(/● web running/);
    screen.press('L');
    await screen.until(now => !now.modes.isAlternate && /web started/.test(now.picture));
    process.kill(await cli.pidOf(/^\S*node \S*prox\.js attach/), 'SIGTERM');
    await screen.until(/^code 143\n\S+\nover$/m);
    const [before, after] = screen.rows().filter(row => /^[\da-f]+(?::[\da-f]+)+$/.test(row));
    expect(after).toBe(before);
    expect(screen.modes).toEqual(TERMINAL_BEFORE);
  });
});
