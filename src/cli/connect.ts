import {resolve} from 'node:path';
import type {ClientOptions} from '../api/call-api.ts';
import {createClient} from '../api/client.ts';
import {httpTransport} from '../api/http-transport.ts';
import {ProxError} from '../core/errors.ts';
import type {Prox} from '../core/prox.ts';
import {discover, type RunningProx} from '../daemon/discover.ts';
import {readToken, tokenFromEnv, tokenPath} from '../daemon/token-file.ts';
import {withConfigToken} from './config-token.ts';
import type {Invocation} from './context.ts';

/** As `findConfig` knows them; its module is not loaded just to look for a folder. */
const CONFIG_NAMES = ['prox.yaml', 'prox.yml'];

export interface Connection {
  readonly prox: Prox;
  /** For calls of any endpoint. */
  readonly client: ClientOptions;
  /** Undefined when the address was given by `--addr`. */
  readonly running: RunningProx | undefined;
}

/**
 * The prox that a client command is about: at `--addr`, else found from the working directory.
 * @throws ProxError NOT_RUNNING, USAGE, TOKEN_INVALID
 */
export async function connect(invocation: Invocation): Promise<Connection> {
  const address = invocation.options.text('addr');
  if (address !== undefined) {
    const token = await tokenOf(invocation);
    return toConnection({baseUrl: parseAddress(address), token, request: httpTransport}, undefined);
  }
  const running = await findRunning(invocation);
  // The state file may come with a hostile clone: nobody but this machine gets the token.
  const token = running.isTrusted ? await tokenOf(invocation) : undefined;
  const request = running.isTrusted
    ? withConfigToken(httpTransport, running.configFile)
    : httpTransport;
  return toConnection({baseUrl: running.address, token, request}, running);
}

/** @throws ProxError NOT_RUNNING */
async function findRunning({options, cwd}: Invocation): Promise<RunningProx> {
  const config = options.text('config');
  const configFile = config === undefined ? undefined : resolve(cwd, config);
  return discover({cwd, configFile, configNames: CONFIG_NAMES});
}

function toConnection(client: ClientOptions, running: RunningProx | undefined): Connection {
  return {prox: createClient(client), client, running};
}

/** `--token`, PROX_TOKEN, or the user's token file when there is one. */
async function tokenOf({options, env}: Invocation): Promise<string | undefined> {
  const given = options.text('token') ?? tokenFromEnv(env);
  if (given !== undefined || env['HOME'] === undefined) return given;
  return readToken(tokenPath(env));
}

function parseAddress(text: string): string {
  const url = text.includes('://') ? text : `http://${text}`;
  if (URL.canParse(url) && new URL(url).hostname !== '') return new URL(url).origin;
  throw new ProxError('USAGE', {
    detail: `--addr must be an address such as http://127.0.0.1:5555, not '${text}'`,
  });
}
