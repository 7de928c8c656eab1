import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {buildSync} from 'esbuild';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {type ScreenModes, TerminalScreen} from '../../rig/terminal-screen.ts';

const ESC = '\u001b';
const CTRL_Z = '\u001a';
const BEFORE: ScreenModes = {
  isAlternate: false,
  isCursorHidden: false,
  hasBracketedPaste: false,
  mouse: 'none',
};

let dir: string;
let user: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'prox-modes-'));
  user = join(dir, 'terminal-user.mjs');
  buildSync({
    entryPoints: [fileURLToPath(new URL('terminal-user.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: user,
  });
});

afterAll(() => rmSync(dir, {recursive: true}));

/** Between two looks at the modes of the line, as hexadecimal numbers. */
async function startBetweenLooks(): Promise<TerminalScreen> {
  const script = `echo before; stty -g; "${process.execPath}" "${user}"; echo "code $?"; stty -g; echo over`;
  return TerminalScreen.start({argv: ['/bin/sh', '-c', script], columns: 120, rows: 30, cwd: dir});
}

function pidOn(screen: TerminalScreen): number {
  return Number(/shown by (\d+)/.exec(screen.rows().join('\n'))?.[1]);
}

function codeOn(screen: TerminalScreen): string | undefined {
  return /^code (\d+)$/m.exec(screen.rows().join('\n'))?.[1];
}

function expectAsBefore(screen: TerminalScreen): void {
  expect(screen.modes).toEqual(BEFORE);
  const rows = screen.rows();
  const looks = rows.filter(row => /^[\da-f]+(?::[\da-f]+)+$/.test(row));
  expect(looks).toHaveLength(2);
  expect(new Set(looks).size).toBe(1);
  expect(rows[0]).toBe('before');
  expect(screen.rawOutput).not.toContain(`${ESC}[2J`);
  expect(screen.rawOutput).not.toContain(`${ESC}[3J`);
}

test('the screen is alternate, without a cursor, and takes pastes; the mouse comes and goes', async () => {
  await using screen = await startBetweenLooks();
  await screen.until(/shown by/);
  expect(screen.rows()[0]).toMatch(/^shown by/);
  const shown = {isAlternate: true, isCursorHidden: true, hasBracketedPaste: true};
  expect(screen.modes).toEqual({...shown, mouse: 'none'});

  screen.press('m');
  await screen.until(({modes}) => modes.mouse === 'vt200');
  screen.press(`${ESC}[<64;3;2M`);
  await screen.until(/\[wheelUp 2 1\]/);
  screen.press('n');
  await screen.until(({modes}) => modes.mouse === 'none');

  screen.press('q');
  await screen.until(/^over$/m);
  expect(codeOn(screen)).toBe('0');
  expectAsBefore(screen);
});

test('keys, pastes and a lone Esc arrive', async () => {
  await using screen = await startBetweenLooks();
  await screen.until(/shown by/);
  screen.press(`${ESC}[A${ESC}OB\r\u0003é`);
  await screen.until(/\[up\]\n\[down\]\n\[enter\]\n\[ctrl c\]\n\[é\]/);
  screen.press(`${ESC}[200~a\rb${ESC}[201~`);
  await screen.until(/\[paste "a\\rb"\]/);
  screen.press(ESC);
  await screen.until(/\[escape\]/);
  expect(screen.rows().filter(row => row.startsWith('['))).toHaveLength(7);
});

test.each([
  ['process.exit', 'x', '3'],
  ['an uncaught error', 'e', '1'],
])('the terminal is as before after %s', async (_name, key, code) => {
  await using screen = await startBetweenLooks();
  await screen.until(/shown by/);
  screen.press(`m${key}`);
  await screen.until(/^over$/m);
  expect(codeOn(screen)).toBe(code);
  expectAsBefore(screen);
});

test('what an uncaught error says is left on the main screen', async () => {
  await using screen = await startBetweenLooks();
  await screen.until(/shown by/);
  screen.press('e');
  await screen.until(/^over$/m);
  expect(screen.rows().join('\n')).toMatch(/SyntaxError: .*not JSON/);
});

test.each([
  ['SIGTERM', '143'],
  ['SIGHUP', '129'],
  ['SIGQUIT', '131'],
] as const)('the terminal is as before after %s', async (signal, code) => {
  await using screen = await startBetweenLooks();
  await screen.until(/shown by/);
  process.kill(pidOn(screen), signal);
  await screen.until(/^over$/m);
  expect(codeOn(screen)).toBe(code);
  expectAsBefore(screen);
});

test('plain lines go to the main screen, and the screen comes back', async () => {
  await using screen = await startBetweenLooks();
  await screen.until(/shown by/);
  screen.press('mL');
  await screen.until(/plain line/);
  expect(screen.modes).toEqual(BEFORE);

  screen.press('S');
  await screen.until(({modes}) => modes.isAlternate && modes.mouse === 'vt200');
  expect(screen.rows().join('')).toBe('');

  screen.press('q');
  await screen.until(/^over$/m);
  expect(codeOn(screen)).toBe('0');
  expectAsBefore(screen);
  const text = screen.scrollback().join('\n');
  expect(text).toContain('plain line');
  expect(text).not.toContain('nobody');
});

test('a renderer that clears the terminal clears the screen only', async () => {
  await using screen = await startBetweenLooks();
  await screen.until(/shown by/);
  screen.press('c');
  await screen.until(/^cleared$/m);
  expect(screen.rows()[0]).toBe('cleared');
  screen.press('q');
  await screen.until(/^over$/m);
  expect(codeOn(screen)).toBe('0');
  expectAsBefore(screen);
});

test('Ctrl-Z gives the terminal to the shell, fg brings the screen back', async () => {
  await using screen = await startShell();
  await screen.until(/^\$ /m);
  screen.press(`"${process.execPath}" "${user}"\r`);
  await screen.until(/shown by/);
  screen.press(CTRL_Z);
  await screen.until(/Stopped/);
  expect(screen.modes).toMatchObject({...BEFORE, hasBracketedPaste: expect.any(Boolean)});
  screen.press('stty -a; echo looked\r');
  await screen.until(/^looked$/m);
  expect(screen.rows().join('\n')).not.toMatch(/-(?:icrnl|isig)/);

  screen.press('fg\r');
  await screen.until(/^again$/m);
  expect(screen.modes).toMatchObject({isAlternate: true, isCursorHidden: true});
  screen.press('k');
  await screen.until(/\[k\]/);
  expect(screen.rawOutput.split('again')).toHaveLength(2);
  screen.press('q');
  await screen.until(({modes}) => !modes.isAlternate);
  screen.press('echo "code $?"\r');
  await screen.until(/^code 0$/m);
});

test('after a stop by somebody else fg brings the screen back too', async () => {
  await using screen = await startShell();
  await screen.until(/^\$ /m);
  screen.press(`"${process.execPath}" "${user}"\r`);
  await screen.until(/shown by/);
  process.kill(pidOn(screen), 'SIGSTOP');
  await screen.until(/Stopped/);

  screen.press('fg\r');
  await screen.until(now => now.modes.isAlternate && now.rows().includes('again'));
  expect(screen.modes).toMatchObject({isCursorHidden: true, hasBracketedPaste: true});
  screen.press('k');
  await screen.until(/\[k\]/);
  screen.press('q');
  await screen.until(({modes}) => !modes.isAlternate);
});

test('Ctrl-Z where no shell could continue it draws again at once', async () => {
  await using screen = await TerminalScreen.start({argv: [process.execPath, user], cwd: dir});
  await screen.until(/shown by/);
  screen.press(CTRL_Z);
  await screen.until(/^again$/m);
  screen.press('q');
  expect(await screen.exited).toEqual({code: 0, signal: undefined});
  expect(screen.modes).toEqual(BEFORE);
});

async function startShell(): Promise<TerminalScreen> {
  const env = {PS1: '$ ', HOME: dir};
  const argv = ['bash', '--norc', '--noprofile', '-i'];
  return TerminalScreen.start({argv, env, columns: 120, rows: 40, cwd: dir});
}
