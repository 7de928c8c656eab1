import {join} from 'node:path';
import {createClient} from '../../api/client.ts';
import {httpTransport} from '../../api/http-transport.ts';
import {toWire} from '../../api/wire.ts';
import {ExitCode, ProxError} from '../../core/errors.ts';
import {isGone} from '../../core/gone.ts';
import type {Prox} from '../../core/prox.ts';
import type {Readiness} from '../../daemon/launch-report.ts';
import {LaunchedProx, reasonOf} from '../../daemon/launched-prox.ts';
import {LOG_FILE} from '../../daemon/log-file.ts';
import {openStateDir} from '../../daemon/state-dir.ts';
import type {Invocation, Outcome} from '../context.ts';
import {serviceAddresses} from '../../render/service-addresses.ts';
import {settle, type SettleOptions} from '../settle.ts';
import {tellMissing} from '../wait/tell-missing.ts';
import {untilReady} from '../wait/until-ready.ts';
import {waitFor} from '../wait/wait-for.ts';
import {apiToken} from './api-token.ts';
import {argumentsOfProxy} from './proxy-flags.ts';
import {argumentsOfSelection, startedBy} from './selection.ts';
import type {UpPlan} from './up-plan.ts';
import {tellWaiting} from './tell-waiting.ts';
import {WarningTeller} from './warning-teller.ts';

/** `prox up -d`: starts prox detached and watches how it goes for a moment. */
export async function startDetached(plan: UpPlan, invocation: Invocation): Promise<Outcome> {
  const {output, clock, env} = invocation;
  const {config} = plan;
  const {pid, url, notes} = await launch(plan, invocation);
  const startedAt = clock.monotonic();
  for (const note of notes) await output.note(note);
  const token = await apiToken(config.api, env);
  const prox = createClient({baseUrl: url, token, request: httpTransport});
  const begun = {pid, url, prox, startedAt};
  try {
    return await follow(begun, plan, invocation);
  } catch (error) {
    if (!isGone(error) || isTold(error)) throw error;
    const hint = 'See the end of .prox/prox.log.';
    throw new ProxError('NOT_RUNNING', {detail: 'it has ended again', hint, cause: error});
  }
}

/** Resolves when its API answers, and lets it go. @throws ProxError what it failed with */
async function launch(plan: UpPlan, {env}: Invocation): Promise<Readiness> {
  const {projectDir} = plan.config;
  const logFile = join(await openStateDir(projectDir), LOG_FILE);
  const prox = new LaunchedProx({
    script: process.argv[1] ?? '',
    args: argumentsOf(plan),
    cwd: projectDir,
    logFile,
    env,
  });
  const readiness = await prox.ready;
  if (readiness === undefined) throw await reasonOf(await prox.ended, logFile);
  prox.leave();
  return readiness;
}

function isTold(error: unknown): boolean {
  return error instanceof ProxError && error.code === 'NOT_RUNNING';
}

/** Tells that it runs, then watches. */
async function follow(begun: Started, plan: UpPlan, invocation: Invocation): Promise<Outcome> {
  const {prox, startedAt} = begun;
  const {output, clock} = invocation;
  await reportStart(begun, invocation);
  const warnings = new WarningTeller(output);
  await warnings.tell(prox);
  const settling = {
    prox,
    names: startedBy(plan.config, plan.selection),
    output,
    clock,
    startedAt,
    sinceSeq: 0,
  };
  const outcome = await watch(plan, settling);
  await warnings.tell(prox); // of what has come to light meanwhile
  return outcome;
}

interface Started {
  readonly pid: number;
  readonly url: string;
  readonly prox: Prox;
  /** Monotonic ms. */
  readonly startedAt: number;
}

async function reportStart(
  {pid, url, prox}: Started,
  {output, options}: Invocation,
): Promise<void> {
  const {proxy} = await prox.status();
  if (options.isSet('json')) {
    await output.print(JSON.stringify(toWire({pid, url, proxy})));
    return;
  }
  const {routes} = proxy === undefined ? {routes: []} : await prox.routes();
  await output.report(`prox started (pid ${pid}) ${url}`);
  for (const line of serviceAddresses(routes, '  ')) await output.report(line);
}

function argumentsOf({config, apiPort, proxyFlags, selection}: UpPlan): readonly string[] {
  const port = apiPort === undefined ? [] : ['--api-port', String(apiPort)];
  const flags = [...port, ...argumentsOfProxy(proxyFlags)];
  return [
    'up',
    '--detached-child',
    '--config',
    config.file,
    ...flags,
    ...argumentsOfSelection(selection),
  ];
}

/** First until all are ready, for what happens meanwhile must be seen; then for the rest of the moment. */
async function watch({waitMs}: UpPlan, options: SettleOptions): Promise<Outcome> {
  if (waitMs !== undefined) {
    const {prox, names, clock} = options;
    const result = await waitFor([untilReady(prox, names)], {clock, timeoutMs: waitMs});
    if (result.missing.length > 0) return tellMissing(result, options);
  }
  const crashes = await settle(options);
  await tellWaiting(options);
  return crashes.length === 0 ? ExitCode.done : ExitCode.failed;
}
