import type {ApiServer} from '../../api/server.ts';
import {ProxError} from '../../core/errors.ts';
import {liveState} from '../../daemon/discover.ts';
import {findPortHolder, type PortHolder} from '../../os/port-holder.ts';

const DEFAULT_PORT = 5555;
const PORTS_TRIED = 100;

export interface WantedAddress {
  readonly host: string;
  /** Undefined: 5555, or the next free one. */
  readonly port: number | undefined;
}

/** @throws ProxError PORT_IN_USE with the holder, START_FAILED */
export async function listen(
  server: ApiServer,
  {host, port}: WantedAddress,
): Promise<{readonly port: number}> {
  if (port === undefined) return listenOnNextFree(server, host);
  try {
    return await server.listen({host, port});
  } catch (error) {
    if (!isInUse(error)) throw error;
    throw await inUse(port, await findPortHolder(port));
  }
}

async function listenOnNextFree(server: ApiServer, host: string): Promise<{readonly port: number}> {
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + PORTS_TRIED; port++) {
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

async function inUse(port: number, holder: PortHolder | undefined): Promise<ProxError> {
  const hint = 'Choose another with --api-port, or leave api.port out to get the next free one.';
  if (holder === undefined) return new ProxError('PORT_IN_USE', {detail: String(port), hint});
  const {pid, command, cwd} = holder;
  const isProx = cwd !== '' && (await liveState(cwd))?.pid === pid;
  const who = isProx ? `the prox of ${cwd}` : command;
  return new ProxError('PORT_IN_USE', {detail: `${port} is held by pid ${pid} (${who})`, hint});
}
