import {randomBytes} from 'node:crypto';
import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {createServer, type ApiServer} from '../../api/server.ts';
import {App} from '../../app/app.ts';
import type {ProxError} from '../../core/errors.ts';
import {localUrl} from '../../daemon/address.ts';
import {acquireLock, LOCK_FILE} from '../../daemon/lock.ts';
import {writePrivateFile} from '../../os/private-file.ts';
import {ownIdentity} from '../../daemon/process-identity.ts';
import {openStateDir, removeTemporaries} from '../../daemon/state-dir.ts';
import {removeState, writeState, type DaemonState} from '../../daemon/state-file.ts';
import {describeBug} from '../bugs.ts';
import type {Invocation, Outcome} from '../context.ts';
import type {Output} from '../output.ts';
import {VERSION} from '../version.ts';
import {liveApiToken} from './api-token.ts';
import {LEDGER_FILE, endLeftoversOf, type EndedLeftovers} from './end-leftovers.ts';
import {listen, withHolder} from './listen.ts';
import {openJournal} from './open-journal.ts';
import {refusalEvent} from './refusal-event.ts';
import type {UpPlan} from './up-plan.ts';
import {warnOfStrangers} from './warn-of-strangers.ts';

/** A prox whose API answers and whose processes have not been started yet. */
export interface Supervision {
  readonly app: App;
  /** Base URL of the API. */
  readonly url: string;
  /** What was said about what the last run left behind. */
  readonly notes: readonly string[];
}

/**
 * Makes this process the prox of its project, calls `conduct`, and clears away behind it: whatever
 * happens, no process is left and the files that say "running" are gone.
 * @throws ProxError ALREADY_RUNNING, PORT_IN_USE, START_FAILED, TOKEN_INVALID
 */
export async function runSupervisor(
  plan: UpPlan,
  invocation: Invocation,
  conduct: (supervision: Supervision) => Promise<Outcome>,
): Promise<Outcome> {
  const stateDir = await openStateDir(plan.config.projectDir);
  const lock = await acquireLock(join(stateDir, LOCK_FILE));
  try {
    await removeTemporaries(stateDir);
    // Of a run that was killed: what people have sent must not stay, also when nothing is captured now.
    await rm(join(stateDir, CAPTURE_DIR), {recursive: true, force: true});
    const leftovers = await endLeftoversOf(stateDir, invocation);
    return await serve({plan, invocation, stateDir, leftovers}, conduct);
  } finally {
    await lock.release();
  }
}

const CAPTURE_DIR = 'capture';

interface Place {
  readonly plan: UpPlan;
  readonly invocation: Invocation;
  readonly stateDir: string;
  readonly leftovers: EndedLeftovers;
}

async function serve(
  place: Place,
  conduct: (supervision: Supervision) => Promise<Outcome>,
): Promise<Outcome> {
  const {config} = place.plan;
  const app = await createApp(place);
  const server = await createApi(app, place);
  const {host} = config.api;
  const reserved = [config.proxy?.httpPort, config.proxy?.httpsPort];
  const {port} = await listen(server, {host, port: config.api.port, reserved});
  const state = await stateOf(place, port);
  try {
    await openProxy(app);
    await writeState(place.stateDir, state);
    warnOfStrangers(app, config.api);
    return await conduct({app, url: localUrl(host, port), notes: place.leftovers.notes});
  } finally {
    await app.shutdown({wait: true});
    await server.close();
    await tidyUp(place, state);
  }
}

async function openProxy(app: App): Promise<void> {
  try {
    await app.listen();
  } catch (error) {
    throw await withHolder(error);
  }
}

/** A file that cannot be removed is stale from now on, and known as such by the next who reads it. */
async function tidyUp({stateDir, invocation}: Place, state: DaemonState): Promise<void> {
  try {
    await removeState(stateDir, state);
  } catch (error) {
    await invocation.output.complain(`prox: cannot remove its state file: ${String(error)}`);
  }
}

async function createApp({plan, invocation, stateDir, leftovers}: Place): Promise<App> {
  const {clock, env, output} = invocation;
  const app = await App.create({
    config: plan.config,
    readConfig: plan.readConfig,
    clock,
    version: VERSION,
    instance: randomBytes(8).toString('hex'),
    saveLedger: saveLedger(join(stateDir, LEDGER_FILE), output),
    journal: await openJournal(stateDir, output),
    isTerminal: plan.isTerminal,
    env,
    stateDir,
    captureDir: join(stateDir, CAPTURE_DIR),
  });
  if (leftovers.event !== undefined) app.report(leftovers.event);
  return app;
}

/** A full disk costs the ledger, and what relies on it, but no process: it is told once. */
function saveLedger(path: string, output: Output): (text: string) => Promise<void> {
  let isBroken = false;
  return async text => {
    try {
      await writePrivateFile(path, text);
      isBroken = false;
    } catch (error) {
      if (!isBroken) await output.complain(`prox: cannot write ${path}: ${String(error)}`);
      isBroken = true;
    }
  };
}

async function createApi(app: App, {plan, invocation}: Place): Promise<ApiServer> {
  const {clock, env, output} = invocation;
  const {api} = plan.config;
  return createServer({
    prox: app,
    clock,
    token: await liveApiToken({api, env, onUnusable: error => void tellUnusable(error, output)}),
    allowedHosts: api.allowedHosts,
    corsOrigins: api.corsOrigins,
    onRefusal: refusal => app.report(refusalEvent(refusal)),
    onBug: error => void output.complain(describeBug(error)),
  });
}

async function tellUnusable({message, hint}: ProxError, output: Output): Promise<void> {
  await output.complain(`prox: ${message}; until it can, the API refuses everybody`);
  if (hint !== undefined) await output.complain(hint);
}

async function stateOf({plan, invocation}: Place, port: number): Promise<DaemonState> {
  return {
    ...(await ownIdentity()),
    port,
    host: plan.config.api.host,
    startedAt: new Date(invocation.clock.now()).toISOString(),
    configFile: plan.config.file,
    version: VERSION,
  };
}
