import type {RouteReport} from '../../core/route.ts';
import {sanitize} from '../../core/sanitize.ts';
import type {Explanation, Trouble} from './explain.ts';
import type {Problem, ProcessFacts} from './problem.ts';

/** In the shape of every error of the API (docs/reference/errors.md). */
export function troubleToJson(problem: Trouble, {code, title, cause, advice}: Explanation): string {
  const error = cause === undefined ? title : `${title}: ${cause}`;
  const details = {...detailsOf(problem), ...(advice !== '' && {hint: advice})};
  return toText({error, code, details});
}

export function indexToJson({domain, routes}: Extract<Problem, {type: 'index'}>): string {
  return toText({domain, services: routes.map(serviceToJson)});
}

function detailsOf(problem: Trouble): object {
  switch (problem.type) {
    case 'unknownHost':
      return {host: problem.host, services: problem.routes.map(serviceToJson)};
    case 'unknownPath':
      return {host: problem.host, path: problem.path, path_prefixes: problem.prefixes};
    case 'unreachable':
    case 'badAnswer':
    case 'restarted':
    case 'starting':
    case 'busy':
      return {
        host: problem.host,
        target: problem.target,
        process: problem.process === undefined ? null : processToJson(problem.process),
      };
    case 'loop':
    case 'ending':
      return {host: problem.host};
    case 'refused':
      return {};
  }
}

function processToJson({name, status, reason, lines}: ProcessFacts): object {
  const lastLines = lines.map(({stream, line}) => ({
    stream,
    line: sanitize(line, {keepColors: false}),
  }));
  return {name, status, reason: reason ?? null, last_lines: lastLines};
}

function serviceToJson(route: RouteReport): object {
  return {
    subdomain: route.subdomain,
    url: route.url ?? null,
    path_prefix: route.pathPrefix ?? null,
    target: route.target.url,
    process: route.process ?? null,
    process_status: route.processStatus ?? null,
    process_reason: route.processReason ?? null,
    state: route.state,
  };
}

/** Ends its line: people read it with curl too. */
function toText(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
