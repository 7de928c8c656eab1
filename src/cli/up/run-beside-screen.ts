import {dirname, join} from 'node:path';
import {ExitCode, ProxError} from '../../core/errors.ts';
import {sanitize} from '../../core/sanitize.ts';
import {hasLauncher, reportFailure, reportReady, sayToLauncher} from '../../daemon/launcher.ts';
import {LogFile} from '../../daemon/log-file.ts';
import {openStateDir} from '../../daemon/state-dir.ts';
import type {Invocation, Outcome} from '../context.ts';
import {Output, type Sink} from '../output.ts';
import {configFileHere} from '../project-file.ts';
import {asKnownFailure} from '../system-failure.ts';
import {conclude} from './conclude.ts';
import {conduct} from './conduct.ts';
import {leaveLines} from './leave-lines.ts';
import {LOG_FILE, outputTo, sinkOf} from './log-output.ts';
import {PlainPrinter} from './plain-printer.ts';
import {readPlan} from './read-plan.ts';
import {runSupervisor, type Supervision} from './run-supervisor.ts';
import {EndSignals} from './signals.ts';
import type {UpPlan} from './up-plan.ts';

/**
 * The prox that the screen of `prox up` shows, in a process of its own. While the screen is there it ends as
 * a prox in the foreground does; after that it is like one of `prox up -d`.
 */
export async function runBesideScreen(invocation: Invocation): Promise<Outcome> {
  const stateDir = await openStateDir(dirname(await configFileHere(invocation)));
  const log = new LogFile(join(stateDir, LOG_FILE));
  const complaints = complaintsTo(log, invocation);
  const isQuiet = invocation.options.isSet('quiet');
  const output = outputTo({log, complaints, env: invocation.env, isQuiet});
  try {
    return await superviseBeside({...invocation, output}, screenOutput(invocation));
  } catch (thrown) {
    const error = asKnownFailure(thrown);
    if (error instanceof ProxError) await reportFailure(error);
    throw error;
  } finally {
    log.close();
  }
}

async function superviseBeside(invocation: Invocation, screen: Output): Promise<Outcome> {
  const {clock, env} = invocation;
  const signals = new EndSignals({signals: ['SIGINT', 'SIGTERM'], clock, env});
  // The screen's terminal may close after it was left.
  process.on('SIGHUP', () => {});
  try {
    const plan = await readPlan(invocation);
    if (plan === undefined) return ExitCode.usage;
    return await runSupervisor({...plan, isTerminal: true}, invocation, async supervision =>
      conductBeside(supervision, {plan, invocation, signals, screen}),
    );
  } finally {
    signals.dispose();
  }
}

interface Beside {
  readonly plan: UpPlan;
  readonly invocation: Invocation;
  readonly signals: EndSignals;
  /** For what comes when the screen is gone. */
  readonly screen: Output;
}

async function conductBeside(
  {app, url, notes}: Supervision,
  {plan, invocation, signals, screen}: Beside,
): Promise<Outcome> {
  const {clock, output} = invocation;
  const {timestamps, config} = plan;
  await reportReady({pid: process.pid, url, notes});
  let printer: PlainPrinter | undefined;
  const end = await conduct(
    {app, url, notes},
    {
      plan,
      invocation,
      signals,
      timestamps: 'iso',
      filter: {stream: ['prox']},
      endsByItself: hasLauncher,
      isInteractive: hasLauncher,
      onReason: () => {
        const filter = {since: clock.now()};
        printer = new PlainPrinter({
          app,
          output: screen,
          clock,
          names: config.names,
          timestamps,
          filter,
        });
      },
    },
  );
  await printer?.finish();
  await leaveLines(app, end, screen);
  return conclude(app, end, {plan, output, isInteractive: hasLauncher});
}

/** Lines as `prox up --no-tui` prints them. */
function screenOutput({env, options}: Invocation): Output {
  const sinkFor = (isComplaint: boolean): Sink =>
    sinkOf({
      isTerminal: true,
      write: async text => sayToLauncher({text: textOf(text), isComplaint}),
    });
  return new Output({
    stdout: sinkFor(false),
    stderr: sinkFor(true),
    env,
    color: options.toggle('color'),
    isQuiet: false,
  });
}

function complaintsTo(log: LogFile, {options}: Invocation): Sink {
  return sinkOf({
    isTerminal: options.toggle('color') !== false,
    write: async bytes => {
      const text = textOf(bytes);
      log.write(sanitize(text, {keepColors: false, keepControls: true}));
      await sayToLauncher({text, isComplaint: true});
    },
  });
}

function textOf(text: string | Uint8Array): string {
  return typeof text === 'string' ? text : Buffer.from(text).toString();
}
