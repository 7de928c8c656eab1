import {dirname, join} from 'node:path';
import {ExitCode} from '../../core/errors.ts';
import {isGone} from '../../core/gone.ts';
import type {Prox} from '../../core/prox.ts';
import type {Readiness} from '../../daemon/launch-report.ts';
import {LaunchedProx} from '../../daemon/launched-prox.ts';
import {openStateDir} from '../../daemon/state-dir.ts';
import {TIMESTAMP_MODES, type TimestampMode} from '../../render/log-line.ts';
import type {Farewell} from '../../tui/tui.ts';
import {BESIDE_SCREEN} from '../command-spec.ts';
import {connectToProject, type Connection} from '../connect.ts';
import type {Invocation, Outcome} from '../context.ts';
import {configFileHere} from '../project-file.ts';
import type {ScreenTerminal} from '../screen-terminal.ts';
import {LOG_FILE} from './log-output.ts';
import {tellLaunchEnd} from './launch-end.ts';
import {showStopping} from './show-stopping.ts';
import {SignalRelay} from './signal-relay.ts';

/**
 * `prox up` on a terminal: prox itself runs beside the screen, in a process and a session of its own. It is
 * started first, so that no process waits for the screen, and it reads the command line and prox.yaml.
 */
export async function runWithScreen(
  terminal: ScreenTerminal,
  invocation: Invocation,
): Promise<Outcome> {
  const configFile = await configFileHere(invocation);
  const logFile = join(await openStateDir(dirname(configFile)), LOG_FILE);
  const said: string[] = [];
  const prox = launch({logFile, onSaid: text => said.push(text)}, invocation);
  const relay = new SignalRelay(prox);
  const screen = {terminal, invocation, configFile, prox, relay, timestamps: modeOf(invocation)};
  try {
    const loading = import('../show-screen.ts');
    const readiness = await prox.ready;
    if (readiness !== undefined) {
      await loading;
      if ((await runScreen(screen, readiness)) === 'left alone') return ExitCode.done;
    }
    const end = {...(await prox.ended), said, logFile, asked: relay.first};
    return await tellLaunchEnd(end, invocation.output);
  } finally {
    relay.dispose();
  }
}

function launch(
  {logFile, onSaid}: {readonly logFile: string; readonly onSaid: (text: string) => void},
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

function modeOf({options}: Invocation): TimestampMode {
  return options.choice('timestamps', TIMESTAMP_MODES) ?? 'time';
}

interface ScreenOfUp {
  readonly terminal: ScreenTerminal;
  readonly invocation: Invocation;
  readonly configFile: string;
  readonly prox: LaunchedProx;
  readonly relay: SignalRelay;
  readonly timestamps: TimestampMode;
}

/** Shows the screen until it is left, and what is written while prox stops. */
async function runScreen(
  screen: ScreenOfUp,
  readiness: Readiness,
): Promise<'left alone' | 'to end'> {
  const {invocation, configFile, prox, relay, timestamps} = screen;
  const {output, clock} = invocation;
  for (const note of readiness.notes) await output.note(note);
  const connection = await connectUnlessGone(configFile, invocation);
  if (connection === undefined) return 'to end'; // it has ended already
  const naming = namesOf(connection.prox);
  const ended = new AbortController();
  void prox.ended.then(() => ended.abort());
  const farewell = await showUntilLeft({...screen, connection, ended: ended.signal});
  if (farewell === 'detach') {
    prox.leave();
    await tellDetached(readiness, invocation);
    return 'left alone';
  }
  const how = {output, names: await naming, timestamps, since: clock.now(), signal: ended.signal};
  const showing = showStopping(connection.prox, how);
  if (farewell === 'quit') relay.pass('SIGINT');
  if (farewell === 'gone') relay.pass('SIGHUP');
  await showing;
  return 'to end';
}

async function connectUnlessGone(
  configFile: string,
  invocation: Invocation,
): Promise<Connection | undefined> {
  try {
    return await connectToProject(configFile, invocation);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

async function namesOf(prox: Prox): Promise<readonly string[]> {
  try {
    return (await prox.processes()).processes.map(({name}) => name);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

async function showUntilLeft(
  screen: ScreenOfUp & {readonly connection: Connection; readonly ended: AbortSignal},
): Promise<Farewell> {
  const {terminal, invocation, connection, configFile, prox, relay, timestamps, ended} = screen;
  const {showScreen} = await import('../show-screen.ts');
  try {
    return await showScreen({
      invocation,
      terminal,
      connection,
      reconnect: async () => connectToProject(configFile, invocation),
      isOwner: true,
      timestamps,
      signal: AbortSignal.any([ended, relay.asked]),
    });
  } catch (error) {
    prox.leave();
    await invocation.output.complain(
      'prox: the screen has failed, and everything goes on: `prox attach` shows it, `prox down` stops it',
    );
    throw error;
  }
}

async function tellDetached({pid, url}: Readiness, {output}: Invocation): Promise<void> {
  await output.report(`prox goes on in the background (pid ${pid}) ${url}`);
  await output.note('`prox attach` comes back, `prox down` stops everything.');
}
