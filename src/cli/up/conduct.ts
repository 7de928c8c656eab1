import type {App} from '../../app/app.ts';
import type {Config, ProcessConfig} from '../../config/config.ts';
import {waves} from '../../core/dependency-graph.ts';
import type {ProxyStatus} from '../../core/prox.ts';
import {isUnknownHost} from '../../os/host-lookup.ts';
import type {Invocation} from '../context.ts';
import type {TimestampMode} from '../../render/log-line.ts';
import {serviceAddresses} from '../../render/service-addresses.ts';
import {untilEarlyEnd} from './early-end.ts';
import {PlainPrinter, type PlainPrinterOptions} from './plain-printer.ts';
import {edgesOf} from './selection.ts';
import type {Supervision} from './run-supervisor.ts';
import type {EndSignals} from './signals.ts';
import {untilEnd, type End, type EndReason} from './until-end.ts';
import type {UpPlan} from './up-plan.ts';
import {warnOfHosts} from './warn-of-hosts.ts';

export interface ConductOptions {
  readonly plan: UpPlan;
  readonly invocation: Invocation;
  readonly signals: EndSignals;
  readonly timestamps: TimestampMode;
  /** Which lines are printed. */
  readonly filter: PlainPrinterOptions['filter'];
  /** Whether what becomes of the processes is a reason to end; asked when it would be. */
  readonly endsByItself: () => boolean;
  /** Whether a Ctrl-C can be typed into a terminal of ours. */
  readonly isInteractive: () => boolean;
  /** Called when every process runs or has failed to start. */
  readonly onBegun?: () => void;
  /** Called when there is a reason to end, before anything is stopped. */
  readonly onReason?: () => void;
}

/** Starts the processes, prints, and stops them when there is a reason to end. */
export async function conduct(supervision: Supervision, options: ConductOptions): Promise<End> {
  const {app, url} = supervision;
  const {plan, invocation, signals, timestamps, filter, isInteractive} = options;
  const {output, clock, bugs} = invocation;
  const ended = new AbortController();
  const {names} = plan.config;
  const printer = new PlainPrinter({app, output, clock, names, timestamps, filter});
  app.say(`listening on ${url}`);
  if (plan.config.proxy !== undefined) await tellOfProxy(app, ended.signal);
  const reasons = [
    begin(supervision, options, ended.signal),
    endEarly(app, options, ended.signal),
    whenAborted(output.gone).then((): EndReason => ({type: 'unread'})),
  ];
  try {
    const stopBudgetMs = stopBudgetOf(plan.config);
    return await untilEnd({
      app,
      signals,
      bugs,
      output,
      clock,
      isInteractive,
      onReason: options.onReason,
      stopBudgetMs,
      reasons,
    });
  } finally {
    ended.abort();
    await printer.finish();
    await complainOfSurvivors(app, invocation);
  }
}

/** The address of the index, then those of the services. Whether the system knows them is told later. */
async function tellOfProxy(app: App, signal: AbortSignal): Promise<void> {
  const [{proxy}, {routes}] = await Promise.all([app.status(), app.routes()]);
  if (proxy !== undefined) app.say(`proxy on ${indexUrls(proxy).join(' and ')}`);
  for (const line of serviceAddresses(routes, ' → ')) app.say(line);
  void warnOfHosts({app, isUnknown: isUnknownHost, signal});
}

function indexUrls({httpPort, httpsPort, domain}: ProxyStatus): readonly string[] {
  return [
    ...(httpPort === undefined ? [] : [`http://${domain}:${httpPort}`]),
    ...(httpsPort === undefined ? [] : [`https://${domain}:${httpsPort}`]),
  ];
}

/** What SIGKILL and the last lines may take after the grace period of the slowest. */
const AFTER_GRACE_MS = 5000;

/** Who needs others goes before them: the slowest of each wave count, one after the other. */
function stopBudgetOf(config: Config): number {
  const graceOf = ({stopTimeoutMs, stopCmd}: ProcessConfig): number =>
    stopCmd === undefined ? stopTimeoutMs : 2 * stopTimeoutMs;
  const graces = new Map(config.processes.map(process => [process.name, graceOf(process)]));
  const slowest = waves(config.names, edgesOf(config)).map(wave =>
    Math.max(...wave.map(name => graces.get(name) ?? 0)),
  );
  return slowest.reduce((sum, ms) => sum + ms, AFTER_GRACE_MS);
}

/** Resolves when all that was begun has ended by itself, if that is a reason to end. */
async function begin(
  {app, url}: Supervision,
  {plan, endsByItself, onBegun}: ConductOptions,
  ended: AbortSignal,
): Promise<EndReason> {
  const {names, ...selection} = plan.selection;
  await app.begin({apiUrl: url, ...selection, ...(names !== undefined && {names})});
  onBegun?.();
  await app.whenIdle(ended);
  if (!endsByItself()) await whenAborted(ended);
  // A shutdown leaves nothing running either.
  const {status} = await app.status();
  if (status !== 'stopping') return {type: 'idle'};
  await app.ended;
  return {type: 'shutdown'};
}

/** Resolves when a rule of the command line says so; never when nobody is there any more who has typed it. */
async function endEarly(
  app: App,
  {plan, endsByItself}: ConductOptions,
  ended: AbortSignal,
): Promise<EndReason> {
  const end = await untilEarlyEnd(app, plan.endRules, ended);
  return endsByItself() ? {type: 'early', end} : new Promise(() => {});
}

async function complainOfSurvivors(app: App, {output}: Invocation): Promise<void> {
  const {failures} = await app.shutdown({wait: true});
  for (const {process, error} of failures) await output.complain(`prox: ${process}: ${error}`);
}

async function whenAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>(resolve => {
    signal.addEventListener('abort', () => resolve(), {once: true});
  });
}
