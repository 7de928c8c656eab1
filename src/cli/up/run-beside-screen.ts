import {ExitCode} from '../../core/errors.ts';
import {sanitize} from '../../core/sanitize.ts';
import {hasLauncher, reportReady, sayToLauncher} from '../../daemon/launcher.ts';
import type {LogFile} from '../../daemon/log-file.ts';
import type {Invocation, Outcome} from '../context.ts';
import {Output, type Sink} from '../output.ts';
import {conclude} from './conclude.ts';
import {conduct} from './conduct.ts';
import {leaveLines} from './leave-lines.ts';
import {outputTo, sinkOf} from './log-output.ts';
import {PlainPrinter} from './plain-printer.ts';
import {readPlan} from './read-plan.ts';
import {runSupervisor, type Supervision} from './run-supervisor.ts';
import type {EndSignals} from './signals.ts';
import {superviseApart} from './supervise-apart.ts';
import type {UpPlan} from './up-plan.ts';

/**
 * The prox that the screen of `prox up` shows, in a process of its own. While the screen is there it ends as
 * a prox in the foreground does; after that it is like one of `prox up -d`.
 */
export async function runBesideScreen(outer: Invocation): Promise<Outcome> {
  return superviseApart(outer, async ({log, signals}) => {
    const {env, options} = outer;
    const complaints = complaintsTo(log, outer);
    const output = outputTo({log, complaints, env, isQuiet: options.isSet('quiet')});
    const invocation = {...outer, output};
    const plan = await readPlan(invocation);
    if (plan === undefined) return ExitCode.usage;
    const beside = {plan, invocation, signals, screen: screenOutput(outer)};
    return runSupervisor({...plan, isTerminal: true}, invocation, async supervision =>
      conductBeside(supervision, beside),
    );
  });
}

interface Beside {
  readonly plan: UpPlan;
  readonly invocation: Invocation;
  readonly signals: EndSignals;
  /** For what comes when the screen is gone. */
  readonly screen: Output;
}

async function conductBeside(
  supervision: Supervision,
  {plan, invocation, signals, screen}: Beside,
): Promise<Outcome> {
  const {app, url, notes} = supervision;
  const {clock, output} = invocation;
  const {timestamps, config} = plan;
  await reportReady({pid: process.pid, url, notes});
  let printer: PlainPrinter | undefined;
  const end = await conduct(supervision, {
    plan,
    invocation,
    signals,
    timestamps: 'iso',
    filter: {stream: ['prox']},
    endsByItself: hasLauncher,
    isInteractive: hasLauncher,
    onReason: () => {
      const filter = {since: clock.now()};
      const {names} = config;
      printer = new PlainPrinter({app, output: screen, clock, names, timestamps, filter});
    },
  });
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
