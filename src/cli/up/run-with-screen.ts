import {dirname, join} from 'node:path';
import {ExitCode} from '../../core/errors.ts';
import type {Words} from '../../daemon/launch-report.ts';
import {LaunchedProx} from '../../daemon/launched-prox.ts';
import {LOG_FILE} from '../../daemon/log-file.ts';
import {assertUnlocked, LOCK_FILE} from '../../daemon/lock.ts';
import {openStateDir} from '../../daemon/state-dir.ts';
import {BESIDE_SCREEN} from '../command-table.ts';
import type {Invocation, Outcome} from '../context.ts';
import {configFileHere} from '../project-file.ts';
import type {ScreenTerminal} from '../screen-terminal.ts';
import {HeldWords} from './held-words.ts';
import {tellLaunchEnd} from './launch-end.ts';
import {SignalRelay} from './signal-relay.ts';
import {readWishes} from './wishes.ts';

/**
 * `prox up` on a terminal: prox itself runs beside the screen, in a process and a session of its own. It is
 * started first, so that no process waits for the screen, and it reads the command line and prox.yaml.
 */
export async function runWithScreen(
  terminal: ScreenTerminal,
  invocation: Invocation,
): Promise<Outcome> {
  // Told by this process what it can tell, so that no screen comes and goes for it.
  const {timestamps} = readWishes(invocation.options);
  const configFile = await configFileHere(invocation);
  const stateDir = await openStateDir(dirname(configFile));
  await assertUnlocked(join(stateDir, LOCK_FILE));
  const logFile = join(stateDir, LOG_FILE);
  const words = new HeldWords(invocation.output);
  const prox = launch({logFile, onSaid: words.take}, invocation);
  const relay = new SignalRelay(prox);
  try {
    const {UpScreen} = await import('./up-screen.ts');
    const screen = new UpScreen({terminal, invocation, configFile, timestamps, prox, relay, words});
    if ((await screen.show()) === 'left alone') return ExitCode.done;
    const ended = await prox.ended;
    const wasReady = (await prox.ready) !== undefined;
    const end = {...ended, words, logFile, asked: relay.first, wasReady};
    return await tellLaunchEnd(end, invocation.output);
  } finally {
    relay.dispose();
  }
}

function launch(
  {logFile, onSaid}: {readonly logFile: string; readonly onSaid: (words: Words) => void},
  {cwd, env, output}: Invocation,
): LaunchedProx {
  // It does not see whether standard error is a terminal.
  const color = output.hasErrorColor ? [] : ['--no-color'];
  return new LaunchedProx({
    script: process.argv[1] ?? '',
    args: [BESIDE_SCREEN, ...color, ...process.argv.slice(2)],
    cwd,
    logFile,
    env,
    onSaid,
  });
}
