import {describe, expect, it} from 'vitest';
import {StackScreen} from '../rig/stack-screen.ts';
import {TERMINAL_BEFORE, type TerminalScreen} from '../rig/terminal-screen.ts';

const ESC = '\u001b';

/** What frames are made of: rows, colours, and all of it at once. */
const DRAWING = new RegExp(String.raw`${ESC}\[(?:\d+;1H|2K|[\d;]*m|\?2026[hl])`, 'g');

/** What the terminal gets back. */
const LEAVING = new RegExp(String.raw`${ESC}\[(?:[\d;]*m|\?\d+[hl])`, 'g');

const HOSTILE = [
  ['a title', `${ESC}]0;evil\u0007${ESC}]2;evil${ESC}\\`],
  ['the clipboard', `${ESC}]52;c;ZXZpbA==\u0007\u009d52;c;ZXZpbA==\u009c`],
  ['an empty screen', `${ESC}[2J${ESC}[3J${ESC}[H${ESC}[J`],
  ['moves of the cursor', `${ESC}[10;1H${ESC}[9A${ESC}[99B${ESC}M${ESC}D${ESC}E\b\r\u000b\f`],
  ['8-bit sequences', '\u009b2J\u009b10;1H\u0084\u0085\u008d'],
  [
    'strings for devices',
    `${ESC}P1;1|evil${ESC}\\${ESC}_evil${ESC}\\${ESC}^evil${ESC}\\${ESC}Xevil${ESC}\\`,
  ],
  ['bells', '\u0007\u0007'],
  ['another screen', `${ESC}[?1049l${ESC}[?47l`],
  ['modes', `${ESC}[?1000l${ESC}[?1003h${ESC}[?2004l${ESC}[?25h${ESC}[?7h${ESC}=`],
  ['a reset', `${ESC}c${ESC}[!p`],
  ['questions', `${ESC}[c${ESC}[6n${ESC}]11;?\u0007${ESC}Z\u0005`],
  ['letters that are lines', `${ESC}(0${ESC}#8\u000e${ESC}n`],
  ['a part that scrolls', `${ESC}[3;5r${ESC}[?6h${ESC}[2S`],
  ...[
    '',
    '[',
    '[3',
    '[?104',
    ']',
    ']0;evil',
    ']52;c;ZXZpbA==',
    ']8;;http://evil',
    'P',
    '_',
    '^',
    'X',
  ].map(begun => [`an unfinished ESC ${begun}`, `${ESC}${begun}`] as const),
  ...['\u0090', '\u009b', '\u009d52;c;ZXZpbA==', '\u009f'].map(
    begun => [`an unfinished ${JSON.stringify(begun)}`, begun] as const,
  ),
] as const;

describe('lines that steer a terminal', () => {
  it('do not get to it, and the next line is where it belongs', async () => {
    await using stack = await StackScreen.up({columns: 80, rows: 20});
    const {screen, run} = stack;
    const {modes} = screen;
    for (const [index, [what, sequence]] of HOSTILE.entries()) {
      const from = screen.rawOutput.length;
      await run.print(`before${sequence}behind`);
      await run.print(`after ${index}`);
      await screen.until(new RegExp(String.raw`^\d\d:\d\d:\d\d web  \| after ${index}$`, 'm'));
      const written = screen.rawOutput.slice(from).replaceAll(DRAWING, '');
      expect({what, written}).toEqual({what, written: expect.not.stringMatching(/\p{Cc}/u)});
      expect({what, ...screen.modes}).toEqual({what, ...modes});
    }
  });

  it('do not get to the scrollback, neither by L nor at the end', async () => {
    await using stack = await StackScreen.up({columns: 80, rows: 20});
    const {screen, run} = stack;
    for (const [, sequence] of HOSTILE) await run.print(`before${sequence}behind`);
    await run.print('the last');
    await screen.until(/\| the last/);
    screen.press('L');
    await screen.until(now => !now.modes.isAlternate && /\| the last/.test(now.picture));
    await run.exit(3);
    expect(await screen.exited).toEqual({code: 1, signal: undefined});
    const left = screen.rawOutput.slice(screen.rawOutput.lastIndexOf(`${ESC}[?1049l`));
    expect(left).toMatch(/the last[\s\S]*its last lines:[\s\S]*the last/);
    expect(left.replaceAll(LEAVING, '')).not.toMatch(/[^\P{Cc}\r\n]/u);
    expect(screen.modes).toEqual(TERMINAL_BEFORE);
  });

  it('come to nothing as bytes that are no characters', async () => {
    await using stack = await StackScreen.up({columns: 80, rows: 20});
    const {screen, run} = stack;
    await run.write(Buffer.from('before\x9b2J\x9d0;evil\x9cbehind\nafter\n', 'latin1'));
    await screen.until(/web {2}\| before\uFFFD2J\uFFFD0;evil\uFFFDbehind\n.*web {2}\| after$/m);
  });
});

const COLUMNS = 40;
/** `10:32:01 prox | ` */
const LINE_AT = 16;

/** The rows of lines in the logs, without time and name. */
function linesSeen(screen: TerminalScreen): readonly string[] {
  return screen.rows().flatMap(row => (row[LINE_AT - 2] === '|' ? [row.slice(LINE_AT)] : []));
}

/** In the order of printing: a line, and the rows of 24 columns that it takes. */
const CUT = [
  ['日'.repeat(30), ['日'.repeat(12), '日'.repeat(12), '日'.repeat(6)]],
  [`x${'日'.repeat(20)}`, [`x${'日'.repeat(11)}`, '日'.repeat(9)]],
  ['e\u0301'.repeat(30), ['e\u0301'.repeat(24), 'e\u0301'.repeat(6)]],
  [`${'x'.repeat(23)}👍 ok`, ['x'.repeat(23), '👍 ok']],
  ['שלום עולם '.repeat(3).trim(), ['שלום עולם שלום עולם שלום', ' עולם']],
  ['a\u202eb\u2066c\u200fd', ['a\uFFFDb\uFFFDcd']],
  ['\u0301\u0301x', ['x']],
  ['a\tb', ['a       b']],
] as const;

describe('lines at the right edge', () => {
  it('end where a character ends, whatever its width and direction', async () => {
    await using stack = await StackScreen.up({columns: COLUMNS, rows: 30});
    const {screen, run} = stack;
    await run.write(`first\n${CUT.map(([line]) => `${line}\n`).join('')}`);
    const wrapped = CUT.flatMap(([, rows]) => rows);
    await screen.until(now =>
      linesSeen(now)
        .join('\n')
        .endsWith(['first', ...wrapped].join('\n')),
    );
    screen.press('W');
    const cut = CUT.map(([, [row]]) => row);
    await screen.until(now =>
      linesSeen(now)
        .join('\n')
        .endsWith(['first', ...cut].join('\n')),
    );
  });
});

describe('a line of 10,000 characters', () => {
  it.each([
    [40, 10],
    [80, 24],
    [200, 60],
  ])('is wrapped, and cut, on %i × %i', async (columns, rows) => {
    await using stack = await StackScreen.up({columns, rows});
    const {screen, run} = stack;
    await run.print(`begin${'x'.repeat(9_992)}end`);
    await run.print('after');
    await screen.until(/\| x*end\n.*web {2}\| after$/m);
    screen.press('W');
    await screen.until(/web {2}\| beginx+\n.*web {2}\| after$/m);
    screen.press('W');
    await screen.until(/\| x*end\n.*web {2}\| after$/m);
    screen.press(`${ESC}[A`);
    await screen.until(now => /PAUSED/.test(now.picture) && !/\| after/.test(now.picture));
    screen.press('g');
    await screen.until(/listening on/);
  });
});
