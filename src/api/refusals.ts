import type {ErrorCode} from '../core/errors.ts';
import type {Operation} from './routes.ts';

const START: readonly ErrorCode[] = [
  'PROCESS_NOT_FOUND',
  'PROCESS_NOT_RUNNING', // stopped meanwhile
  'CONFIG_INVALID',
  'PROCESS_NOT_REAPED',
  'SPAWN_FAILED',
  'ENV_FILE_UNREADABLE',
  'SHUTDOWN_IN_PROGRESS',
];

/** What an operation refuses with, besides what every call of its shape may be refused with. */
export const REFUSALS: {readonly [O in Operation]?: readonly ErrorCode[]} = {
  ready: ['PROCESS_NOT_FOUND'],
  process: ['PROCESS_NOT_FOUND'],
  start: ['PROCESS_ALREADY_RUNNING', ...START],
  stop: ['PROCESS_NOT_FOUND', 'PROCESS_NOT_RUNNING', 'PROCESS_NOT_REAPED', 'SHUTDOWN_IN_PROGRESS'],
  restart: START,
  send: ['PROCESS_NOT_FOUND', 'PROCESS_NOT_RUNNING', 'NO_TERMINAL', 'INPUT_NOT_READ'],
  resize: ['PROCESS_NOT_FOUND', 'PROCESS_NOT_RUNNING', 'NO_TERMINAL'],
  why: ['PROCESS_NOT_FOUND'],
  processStats: ['PROCESS_NOT_FOUND'],
  reload: ['CONFIG_INVALID', 'SHUTDOWN_IN_PROGRESS'],
  logs: ['INVALID_PATTERN', 'PROCESS_NOT_FOUND'],
  followLogs: ['INVALID_PATTERN', 'PROCESS_NOT_FOUND'],
  acknowledgeEvent: ['EVENT_NOT_FOUND'],
  requests: ['PROXY_NOT_ENABLED'],
  followRequests: ['PROXY_NOT_ENABLED'],
  request: ['REQUEST_NOT_FOUND', 'PROXY_NOT_ENABLED'],
  clearRequests: ['PROXY_NOT_ENABLED'],
  routes: ['PROXY_NOT_ENABLED'],
  addRoute: ['INVALID_ROUTE', 'ROUTE_EXISTS', 'PROXY_NOT_ENABLED'],
  removeRoute: ['ROUTE_NOT_FOUND', 'ROUTE_FROM_CONFIG', 'PROXY_NOT_ENABLED'],
  certs: ['PROXY_NOT_ENABLED'],
};
