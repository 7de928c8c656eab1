import {join} from 'node:path';
import {createClient} from '../../api/client.ts';
import {httpTransport} from '../../api/http-transport.ts';
import {ExitCode} from '../../core/errors.ts';
import {startDetached} from '../../daemon/detach.ts';
import {openStateDir} from '../../daemon/state-dir.ts';
import type {Invocation, Outcome} from '../context.ts';
import {settle} from '../settle.ts';
import {apiToken} from './api-token.ts';
import {LOG_FILE} from './run-in-background.ts';
import type {UpPlan} from './up-plan.ts';
import {waitUntilReady} from './wait-until-ready.ts';

const DEFAULT_WAIT_MS = 60_000;

/** `prox up -d`: starts prox in the background and watches how it goes for a moment. */
export async function startInBackground(plan: UpPlan, invocation: Invocation): Promise<Outcome> {
  const {output, clock, env, options} = invocation;
  const {config} = plan;
  const stateDir = await openStateDir(config.projectDir);
  const {pid, url} = await startDetached({
    script: process.argv[1] ?? '',
    args: argumentsOf(plan),
    cwd: config.projectDir,
    logFile: join(stateDir, LOG_FILE),
    env,
  });
  await output.report(`prox started (pid ${pid}) ${url}`);
  const token = await apiToken(config.api, env);
  const prox = createClient({baseUrl: url, token, request: httpTransport});
  const names = namesOf(plan);
  const watch = {prox, names, output, clock, sinceSeq: 0};
  if (!(await settle(watch))) return ExitCode.failed;
  if (!options.isSet('wait')) return ExitCode.done;
  const timeoutMs = options.duration('timeout') ?? DEFAULT_WAIT_MS;
  return waitUntilReady(config, {...watch, timeoutMs});
}

function argumentsOf({config, apiPort, names = []}: UpPlan): readonly string[] {
  const port = apiPort === undefined ? [] : ['--api-port', String(apiPort)];
  return ['up', '--in-background', '--config', config.file, ...port, '--', ...names];
}

/** What is started: the named processes, or those that start by themselves. */
function namesOf({config, names}: UpPlan): readonly string[] {
  if (names !== undefined) return names;
  return config.processes.filter(({autostart}) => autostart).map(({name}) => name);
}
