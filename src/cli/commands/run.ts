import {randomBytes} from 'node:crypto';
import {constants} from 'node:os';
import {proxyEnv} from '../../app/proxy-urls.ts';
import type {ProcessConfig} from '../../config/config.ts';
import {ExitCode, hasCode, ProxError} from '../../core/errors.ts';
import type {Prox} from '../../core/prox.ts';
import type {RouteReport} from '../../core/route.ts';
import {childEnv} from '../../supervisor/child-env.ts';
import {runInForeground} from '../../supervisor/foreground-command.ts';
import {connect} from '../connect.ts';
import type {Command, Invocation, Outcome} from '../context.ts';
import {loadProject} from '../load-project.ts';
import {configFileAround} from '../project-file.ts';
import {findProcess} from '../process-names.ts';

export const run: Command = async invocation => {
  const {name, cmd} = parseWords(invocation.args);
  const config = await loadProject(await configFileAround(invocation), invocation.output);
  if (config === undefined) return ExitCode.usage;
  const process = findProcess(name, config);
  const instance = randomBytes(8).toString('hex');
  const env = await envOf(process, instance, invocation);
  try {
    const {code, signal} = await runInForeground({cmd, cwd: process.cwd, env, instance});
    return signal === undefined ? (code ?? ExitCode.failed) : outcomeOf(signal);
  } catch (error) {
    if (!(error instanceof ProxError)) throw error;
    return refusalOf(error, invocation);
  }
};

/** As a shell ends for a command that it cannot run (POSIX, "Exit Status for Commands"). @throws any other failure */
async function refusalOf(error: ProxError, {output}: Invocation): Promise<Outcome> {
  const isMissing = hasCode(error.cause, 'ENOENT');
  if (!isMissing && !hasCode(error.cause, 'EACCES')) throw error;
  await output.complain(`prox: ${error.message}`);
  return isMissing ? NOT_FOUND : NOT_EXECUTABLE;
}

const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

interface Words {
  readonly name: string;
  readonly cmd: readonly string[];
}

/** `NAME -- CMD…`; the dashes may be left out before a word that is no option. */
function parseWords([name = '', ...rest]: readonly string[]): Words {
  const [first = ''] = rest;
  if (first.startsWith('-') && first !== '--') {
    const detail = `${first} stands where the command is expected`;
    throw new ProxError('USAGE', {detail, hint: `Write \`prox run ${name} -- COMMAND…\`.`});
  }
  const cmd = first === '--' ? rest.slice(1) : rest;
  if (cmd.length === 0) throw new ProxError('USAGE', {detail: 'a command is missing'});
  return {name, cmd};
}

async function envOf(
  config: ProcessConfig,
  instance: string,
  invocation: Invocation,
): Promise<Readonly<Record<string, string>>> {
  const running = await askRunning(config.name, invocation);
  const {env} = await childEnv(
    {...config, port: config.hasAutoPort ? running?.port : config.port},
    {
      instance,
      apiUrl: running?.apiUrl ?? '',
      // The command has the terminal itself, if there is one, and sees that.
      isTerminal: false,
      extraEnv: proxyEnv({reports: () => running?.routes ?? [], caFile: undefined}),
    },
  );
  if (running !== undefined) return env;
  const {PROX_API_URL: _, ...withoutApi} = env;
  return withoutApi;
}

/** What only a running prox knows. */
interface Running {
  readonly apiUrl: string;
  readonly port: number | undefined;
  readonly routes: readonly RouteReport[];
}

/** Undefined when none runs, or none that answers, unless the user has named its address. */
async function askRunning(name: string, invocation: Invocation): Promise<Running | undefined> {
  try {
    const {prox, client} = await connect(invocation);
    const {processes} = await prox.processes();
    const {port} = processes.find(process => process.name === name) ?? {port: undefined};
    return {apiUrl: client.baseUrl, port, routes: await routesOf(prox)};
  } catch (error) {
    const isNamed = invocation.options.text('addr') !== undefined;
    if (isNamed || !(error instanceof ProxError) || error.code === 'USAGE') throw error;
    return undefined;
  }
}

async function routesOf(prox: Prox): Promise<readonly RouteReport[]> {
  try {
    return (await prox.routes()).routes;
  } catch (error) {
    if (error instanceof ProxError && error.code === 'PROXY_NOT_ENABLED') return [];
    throw error;
  }
}

/** Whoever stops prox by these is told so in kind. */
const ASKING: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Others would leave prox alive, or a core file of it: the shell's number for them says the same. */
function outcomeOf(name: string): Outcome {
  const asking = ASKING.find(signal => signal === name);
  if (asking !== undefined) return asking;
  const number = Object.entries(constants.signals).find(([signal]) => signal === name)?.[1];
  return 128 + (number ?? 0);
}
