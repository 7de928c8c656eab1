import {resolve} from 'node:path';
import type {ClientOptions} from '../api/call-api.ts';
import {createClient} from '../api/client.ts';
import {httpTransport} from '../api/http-transport.ts';
import {findConfig} from '../config/config-file.ts';
import {ProxError} from '../core/errors.ts';
import type {Prox} from '../core/prox.ts';
import {isOwnAddress} from '../daemon/address.ts';
import {discover, findProject, type Project, type RunningProx} from '../daemon/discover.ts';
import {readToken, tokenFromEnv, tokenPath} from '../daemon/token-file.ts';
import type {Invocation} from './context.ts';
import {withTokenOnDemand} from './token-on-demand.ts';

export interface Connection {
  readonly prox: Prox;
  /** For calls of any endpoint. */
  readonly client: ClientOptions;
  /** Undefined when the address was given by `--addr`. */
  readonly running: RunningProx | undefined;
}

/**
 * The prox that a client command is about: at `--addr`, else found from the working directory.
 * @throws ProxError NOT_RUNNING, CONFIG_NOT_FOUND, USAGE, TOKEN_INVALID
 */
export async function connect(invocation: Invocation): Promise<Connection> {
  const address = invocation.options.text('addr');
  if (address !== undefined) return toConnection(parseAddress(address), undefined, invocation);
  const running = await discover(searchOf(invocation));
  return toConnection(running.address, running, invocation);
}

/** The prox of one config file, which was found before. @throws ProxError NOT_RUNNING, TOKEN_INVALID */
export async function connectToProject(
  configFile: string,
  invocation: Invocation,
): Promise<Connection> {
  const running = await discover({cwd: invocation.cwd, configFile, findConfig});
  return toConnection(running.address, running, invocation);
}

/** The project that a client command is about, whether its prox runs or not. @throws CONFIG_NOT_FOUND */
export async function projectOf(invocation: Invocation): Promise<Project | undefined> {
  return findProject(searchOf(invocation));
}

function searchOf({options, cwd}: Invocation): Parameters<typeof findProject>[0] {
  const config = options.text('config');
  return {cwd, configFile: config === undefined ? undefined : resolve(cwd, config), findConfig};
}

/** A token that was typed goes wherever the user said; the ones we keep never leave this machine. */
function toConnection(
  baseUrl: string,
  running: RunningProx | undefined,
  {options, env}: Invocation,
): Connection {
  const token = parseToken(options.text('token')) ?? tokenFromEnv(env);
  // The state file may come with a hostile clone, so its address is not to be trusted either.
  const request =
    token === undefined && isOwnAddress(baseUrl)
      ? withTokenOnDemand(httpTransport, async () => findToken(running, env))
      : httpTransport;
  const client = {baseUrl, token, request};
  return {prox: createClient(client), client, running};
}

/** `api.token` of the project, or the user's token file when there is one. */
async function findToken(
  running: RunningProx | undefined,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const configured = running && (await tokenInConfig(running.configFile));
  if (configured !== undefined || env['HOME'] === undefined) return configured;
  return readToken(tokenPath(env));
}

async function tokenInConfig(file: string): Promise<string | undefined> {
  const {loadConfig} = await import('../config/load.ts'); // most commands never pay for that
  const result = await loadConfig(file);
  return result.ok ? result.config.api.token : undefined;
}

/** What no header can bear would be no wrong token but a bug. */
function parseToken(text: string | undefined): string | undefined {
  if (text === undefined || /^[\x21-\x7e]+$/.test(text)) return text;
  throw new ProxError('USAGE', {detail: '--token must be printable ASCII characters'});
}

function parseAddress(text: string): string {
  const url = text.includes('://') ? text : `http://${text}`;
  if (URL.canParse(url)) {
    const {protocol, hostname, origin} = new URL(url);
    if (protocol === 'http:' && hostname !== '') return origin;
  }
  throw new ProxError('USAGE', {
    detail: `--addr must be an address such as http://127.0.0.1:5555, not '${text}'`,
  });
}
