import type {ApiServer} from '../../api/server.ts';
import {ProxError} from '../../core/errors.ts';
import {liveState} from '../../daemon/discover.ts';
import {findPortHolder} from '../../os/port-holder.ts';

const DEFAULT_PORT = 5555;
const PORTS_TRIED = 100;
const API_HINT = 'Choose another with --api-port, or leave api.port out to get the next free one.';

export interface WantedAddress {
  readonly host: string;
  /** Undefined: 5555, or the next free one. */
  readonly port: number | undefined;
  /** Of the proxy, which listens after the API: not to be taken when any port will do. */
  readonly reserved: readonly (number | undefined)[];
}

/** @throws ProxError PORT_IN_USE with the holder, START_FAILED */
export async function listen(
  server: ApiServer,
  {host, port, reserved}: WantedAddress,
): Promise<{readonly port: number}> {
  if (port === undefined) return listenOnNextFree(server, {host, reserved});
  try {
    return await server.listen({host, port});
  } catch (error) {
    throw await withHolder(error, API_HINT);
  }
}

/** Of a port that is taken the error with who has it; every other as it is. */
export async function withHolder(error: unknown, ownHint?: string): Promise<unknown> {
  if (!(error instanceof ProxError) || error.code !== 'PORT_IN_USE') return error;
  const port = Number(error.details?.['port']);
  const hint = ownHint ?? error.hint;
  return new ProxError('PORT_IN_USE', {
    detail: `${error.detail ?? port}${await describeHolder(port)}`,
    ...(hint !== undefined && {hint}),
    details: {port},
    cause: error,
  });
}

async function listenOnNextFree(
  server: ApiServer,
  {host, reserved}: Pick<WantedAddress, 'host' | 'reserved'>,
): Promise<{readonly port: number}> {
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + PORTS_TRIED; port++) {
    if (reserved.includes(port)) continue;
    try {
      return await server.listen({host, port});
    } catch (error) {
      if (!isInUse(error)) throw error;
    }
  }
  return server.listen({host, port: 0});
}

function isInUse(error: unknown): boolean {
  return error instanceof ProxError && error.code === 'PORT_IN_USE';
}

/** Empty when it cannot be told. */
async function describeHolder(port: number): Promise<string> {
  const holder = await findPortHolder(port);
  if (holder === undefined) return '';
  const {pid, command, cwd} = holder;
  const isProx = cwd !== '' && (await liveState(cwd))?.pid === pid;
  return ` is held by pid ${pid} (${isProx ? `the prox of ${cwd}` : command})`;
}
