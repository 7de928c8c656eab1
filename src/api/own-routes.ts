import type {IncomingMessage} from 'node:http';
import {ProxError} from '../core/errors.ts';
import type {Prox} from '../core/prox.ts';
import {JSON_TYPE} from './answer-headers.ts';
import {renderMetrics, METRICS_TYPE} from './metrics.ts';
import type {OWN_ROUTES} from './all-routes.ts';
import type {Sessions} from './sessions.ts';

export interface OwnRequest {
  readonly message: IncomingMessage;
  readonly body: unknown;
}

export interface OwnAnswer {
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface OwnParts {
  readonly prox: Prox;
  readonly sessions: Sessions;
}

export type OwnHandlers = Readonly<
  Record<keyof typeof OWN_ROUTES, (request: OwnRequest) => Promise<OwnAnswer>>
>;

/** What answers on the routes that are no operation of Prox. */
export function createOwnHandlers({prox, sessions}: OwnParts): OwnHandlers {
  let document: string | undefined;
  return {
    openapi: async () => ({type: JSON_TYPE, body: (document ??= await apiDocument(prox))}),
    metrics: async () => ({type: METRICS_TYPE, body: await renderMetrics(prox)}),
    socket: async () => {
      throw new ProxError('UPGRADE_REQUIRED', {hint: 'Connect to it with a WebSocket client.'});
    },
    login: async request => sessions.login(request),
    logout: async request => sessions.logout(request),
  };
}

/** Few ask for it: what makes it is loaded for the first who does. */
async function apiDocument(prox: Prox): Promise<string> {
  const {describeApi} = await import('./openapi/describe-api.ts');
  const {version} = await prox.version();
  return JSON.stringify(describeApi(version));
}
