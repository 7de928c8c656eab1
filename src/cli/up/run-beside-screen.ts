import {dirname, join} from 'node:path';
import {ExitCode, ProxError} from '../../core/errors.ts';
import {sanitize} from '../../core/sanitize.ts';
import {hasLauncher, reportFailure, reportReady, sayToLauncher} from '../../daemon/launcher.ts';
import {LogFile} from '../../daemon/log-file.ts';
import {openStateDir} from '../../daemon/state-dir.ts';
import type {Invocation, Outcome} from '../context.ts';
import {configFileHere} from '../project-file.ts';
import {asKnownFailure} from '../system-failure.ts';
import {conclude} from './conclude.ts';
import {conduct} from './conduct.ts';
import {leaveLines} from './leave-lines.ts';
import {LOG_FILE, outputTo, sinkOf} from './log-output.ts';
import {readPlan} from './read-plan.ts';
import {runSupervisor, type Supervision} from './run-supervisor.ts';
import {EndSignals} from './signals.ts';

/**
 * The prox that the screen of `prox up` shows, in a process of its own. While the screen is there it ends as
 * a prox in the foreground does; after that it is like one of `prox up -d`.
 */
export async function runBesideScreen(invocation: Invocation): Promise<Outcome> {
  const stateDir = await openStateDir(dirname(await configFileHere(invocation)));
  const log = new LogFile(join(stateDir, LOG_FILE));
  try {
    return await superviseBeside({...invocation, output: besideOutput(log, invocation)});
  } catch (thrown) {
    const error = asKnownFailure(thrown);
    if (error instanceof ProxError) await reportFailure(error);
    throw error;
  } finally {
    log.close();
  }
}

async function superviseBeside(invocation: Invocation): Promise<Outcome> {
  const {clock, env} = invocation;
  const signals = new EndSignals({signals: ['SIGINT', 'SIGTERM'], clock, env});
  // The screen's terminal may close after it was left.
  process.on('SIGHUP', () => {});
  try {
    const plan = await readPlan(invocation);
    if (plan === undefined) return ExitCode.usage;
    return await runSupervisor({...plan, isTerminal: true}, invocation, async supervision => {
      await tellReady(supervision);
      const end = await conduct(supervision, {
        plan,
        invocation,
        signals,
        timestamps: 'iso',
        filter: {stream: ['prox']},
        endsWhenIdle: hasLauncher,
        isInteractive: hasLauncher,
      });
      const {app} = supervision;
      const {output} = invocation;
      await leaveLines(app, end, output);
      return conclude(app, end, {plan, output, isInteractive: hasLauncher});
    });
  } finally {
    signals.dispose();
  }
}

async function tellReady({url, notes}: Supervision): Promise<void> {
  await reportReady({pid: process.pid, url, notes});
}

/** What is complained of goes to the one who looks at the screen, as soon as it is gone. */
function besideOutput(log: LogFile, {env, options}: Invocation): ReturnType<typeof outputTo> {
  const complaints = sinkOf({
    isTerminal: options.toggle('color') !== false,
    write: async bytes => {
      const text = typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString();
      log.write(sanitize(text, {keepColors: false, keepControls: true}));
      await sayToLauncher(text);
    },
  });
  return outputTo({log, complaints, env, isQuiet: options.isSet('quiet')});
}
