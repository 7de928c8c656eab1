import {chmod} from 'node:fs/promises';
import {join} from 'node:path';
import {freePort} from '../../rig/free-port.ts';
import type {TerminalScreen} from '../../rig/terminal-screen.ts';
import {type KeyCase, shows} from './key-case.ts';

const OBEDIENT = 'exec sleep 1000';
const THREE = {processes: {api: OBEDIENT, db: OBEDIENT}};
const NINE = ['web', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8', 'p9'];
/** A shell script where the desktop looks for what opens a URL; told by xdg-open of the package `open`. */
const OPENER = 'tools/exo-open';

/** The process that stands out in the panel. */
function chosen(screen: TerminalScreen): string | undefined {
  const row = screen
    .rows()
    .find((text, y) => text.startsWith('[') && screen.cell(0, y)?.isInverse() !== 0);
  return row === undefined ? undefined : /^\[\d\] . (\w+)/u.exec(row)?.[1];
}

/** Of these processes, and of no other. */
function hasLinesOf(screen: TerminalScreen, ...names: readonly string[]): boolean {
  const seen = screen.rows().flatMap(row => /\| of (\w+)$/.exec(row)?.[1] ?? []);
  return seen.toSorted().join() === names.toSorted().join();
}

/** Chooses one process after the other, in this order. */
function chooses(...names: readonly string[]): KeyCase['shows'] {
  const rest = [...names];
  return async ({screen}, key) => {
    const name = rest.shift();
    key.press();
    await screen.until(now => chosen(now) === name);
  };
}

export const PROCESSES: readonly KeyCase[] = [
  {
    keys: ['right', ']'],
    does: 'choose the next process',
    options: THREE,
    before: async ({screen}) => screen.until(now => chosen(now) === 'web'),
    shows: chooses('api', 'db'),
  },
  {
    keys: ['left', '['],
    does: 'choose the process before',
    options: THREE,
    before: async ({screen}) => screen.until(now => chosen(now) === 'web'),
    shows: chooses('db', 'api'),
  },
  {
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    does: 'show only the process of this number, and again all',
    options: {
      rows: 40,
      processes: Object.fromEntries(
        NINE.slice(1).map(name => [name, `echo of ${name}; ${OBEDIENT}`]),
      ),
    },
    async before({screen, run}) {
      await run.print('of web');
      await screen.until(now => hasLinesOf(now, ...NINE));
    },
    async shows({screen}, key) {
      const name = NINE[Number(key.name) - 1] ?? '';
      key.press();
      await screen.until(
        now =>
          shows(now, new RegExp(`^── Logs · ${name} · 2 of 19 `, 'm')) && hasLinesOf(now, name),
      );
      key.press();
      await screen.until(now => shows(now, /^── Logs · 19 ─/m) && hasLinesOf(now, ...NINE));
    },
  },
  {
    keys: ['0'],
    does: 'shows the lines of all processes again',
    options: THREE,
    async shows({screen}, key) {
      screen.press('2');
      await screen.until(/^── Logs · api · /m);
      key.press();
      await screen.until(/^── Logs · \d+ ─/m);
    },
  },
  {
    keys: ['f'],
    does: 'chooses which processes are shown',
    options: THREE,
    async before({screen, run}) {
      await run.print('of web');
      await screen.until(/\| of web/);
    },
    async shows({screen}, key) {
      key.press();
      await screen.until(now => shows(now, /Which processes are shown/, /\[x\] web/));
      screen.press(' ');
      await screen.until(/\[ \] web/);
      screen.press('\r');
      await screen.until(now => shows(now, /^── Logs · api, db · /m) && !shows(now, /\| of web/));
    },
  },
  {
    keys: ['r'],
    does: 'restarts the chosen process',
    async shows({screen, web}, key) {
      key.press();
      await web.nextRun();
      await screen.until(now => shows(now, /^web restarted/m, /● web +running/));
    },
  },
  {
    keys: ['x'],
    does: 'stops the chosen process',
    options: THREE,
    async shows({screen}, key) {
      screen.press(']');
      await screen.until(now => chosen(now) === 'api');
      key.press();
      await screen.until(now => shows(now, /○ api +stopped/, /● web +running/, /^api stopped/m));
    },
  },
  {
    keys: ['S'],
    does: 'starts the chosen process',
    async shows({screen, web}, key) {
      screen.press('x');
      await screen.until(/○ web +stopped/);
      key.press();
      await web.nextRun();
      await screen.until(now => shows(now, /● web +running/, /^web started/m));
    },
  },
  {
    keys: ['w'],
    does: 'tells why the process is as it is',
    options: {processes: {bad: 'echo no luck; exit 3'}},
    async shows({screen}, key) {
      await screen.until(/✗ bad +crashed/);
      screen.press(']');
      await screen.until(now => chosen(now) === 'bad');
      key.press();
      await screen.until(now => shows(now, /^── Why bad ─/m, /exit code 3/, /no luck/));
    },
  },
  {
    keys: ['i'],
    does: 'types into the terminal of the process, until Ctrl-]',
    options: {processes: {repl: {cmd: 'while read -r line; do echo "got $line"; done', tty: true}}},
    async shows({screen}, key) {
      screen.press(']');
      await screen.until(now => chosen(now) === 'repl');
      key.press();
      await screen.until(/typing into repl/);
      screen.press('quit\r');
      await screen.until(/\| got quit/);
      screen.press('\u001d');
      await screen.until(/^\? help/m);
    },
  },
  {
    keys: ['u'],
    does: 'opens the URL of the process in the browser',
    options: {
      services: {web: await freePort()},
      env: {
        PATH: `./tools:${process.env['PATH'] ?? ''}`,
        DISPLAY: ':99',
        XDG_CURRENT_DESKTOP: 'XFCE',
      },
      files: {[OPENER]: '#!/bin/sh\n[ "$1" = --help ] || echo "opened $1" >>opened\n', opened: ''},
      processes: {browser: 'exec tail -f opened'},
    },
    before: async ({cli}) => chmod(join(cli.projectDir, OPENER), 0o755),
    async shows({screen}, key) {
      const url = /http:\/\/web\.localhost:\d+/.exec(screen.picture)?.[0] ?? 'no URL in the header';
      key.press();
      await screen.until(new RegExp(String.raw`browser +\| opened ${url}/?$`, 'm'));
      await screen.until(new RegExp(`^opening ${url}`, 'm'));
    },
  },
  {
    keys: ['R'],
    does: 'applies an edited prox.yaml',
    async shows({screen, cli, web}, key) {
      const processes = {web: web.command, extra: OBEDIENT};
      await cli.writeConfig({api: {port: 0}, processes});
      key.press();
      await screen.until(now => shows(now, /● extra +running/, /^\+ extra added/m));
    },
  },
];
