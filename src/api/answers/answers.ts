import type * as z from 'zod';
import type {Operation} from '../routes.ts';
import type {WireAnswer} from '../wire-answer.ts';
import {config, configVerdict, reload} from './config.ts';
import {acknowledged, event, eventCount, eventPage} from './event.ts';
import {startUp, why} from './lifecycle.ts';
import {logEntry, logPage} from './log.ts';
import {processDetail, processList} from './process.ts';
import {requestDetail, requestPage, requestRecord} from './request.ts';
import {certificateList, route, routeList} from './route.ts';
import {processStats, stats, usageList} from './stats.ts';
import {health, ready, shutdown, status, success, version} from './supervisor.ts';

/** What each operation answers, or of a stream each event; undefined when it answers without a body. */
export const ANSWERS: {readonly [O in Operation]: Schema<WireAnswer<O>>} = {
  status,
  health,
  ready,
  version,
  processes: processList,
  followProcesses: processList,
  process: processDetail,
  start: success,
  stop: success,
  restart: success,
  send: success,
  resize: success,
  why,
  startUp,
  stats,
  usage: usageList,
  processStats,
  config,
  validateConfig: configVerdict,
  reload,
  logs: logPage,
  followLogs: logEntry,
  events: eventPage,
  countEvents: eventCount,
  followEvents: event,
  acknowledgeEvent: success,
  acknowledgeEvents: acknowledged,
  requests: requestPage,
  followRequests: requestRecord,
  request: requestDetail,
  clearRequests: undefined,
  routes: routeList,
  addRoute: route,
  removeRoute: undefined,
  certs: certificateList,
  shutdown,
};

type Schema<T> = T extends undefined ? undefined : z.ZodType<T>;
