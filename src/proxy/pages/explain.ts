import {nearest} from '../../core/nearest.ts';
import type {ProcessStatus} from '../../core/process-state.ts';
import {statusText} from '../../core/status-tone.ts';
import type {
  ProcessFacts,
  Problem,
  Refusal,
  TargetProblem,
  UnknownHost,
  UnknownPath,
} from './problem.ts';

/** A problem in words. What stands between backticks is code. */
export interface Explanation {
  readonly status: number;
  /** For programs: `x-prox-error`, and `code` of the JSON answer. */
  readonly code: string;
  readonly title: string;
  /** What is behind it; part of a sentence. */
  readonly cause: string | undefined;
  /** What to know and what to do: sentences. */
  readonly advice: string;
}

export type Trouble = Exclude<Problem, {type: 'index'}>;

export function explain(problem: Trouble): Explanation {
  switch (problem.type) {
    case 'unknownHost':
      return unknownHost(problem);
    case 'unknownPath':
      return unknownPath(problem);
    case 'unreachable':
    case 'badAnswer':
    case 'restarted':
    case 'starting':
    case 'busy':
      return atTarget(problem);
    case 'loop':
      return loop(problem.host);
    case 'ending':
      return ENDING;
    case 'refused':
      return refused(problem);
  }
}

function unknownHost({host, domain, routes}: UnknownHost): Explanation {
  const names = routes.map(({subdomain}) => subdomain).filter(name => name !== '*');
  const suggestion = nearest(host.replace(/[.:].*$/, ''), names);
  return {
    status: 404,
    code: 'UNKNOWN_HOST',
    title: `No service is called ${host.replace(/:\d+$/, '')}`,
    cause: undefined,
    advice:
      suggestion === undefined
        ? 'Services are declared in prox.yaml, and with `prox route add NAME PORT` while prox runs.'
        : `Did you mean \`${suggestion}.${domain}\`?`,
  };
}

function unknownPath({host, path, prefixes}: UnknownPath): Explanation {
  const known = prefixes.map(prefix => `\`${prefix}\``).join(', ');
  return {
    status: 404,
    code: 'UNKNOWN_PATH',
    title: `No service of ${host} takes this path`,
    cause: `the request was for ${path}`,
    advice: `It takes paths that begin with ${known}. \`path_prefix\` in prox.yaml says which service takes which.`,
  };
}

function loop(host: string): Explanation {
  return {
    status: 508,
    code: 'PROXY_LOOP',
    title: `Requests for ${host} go in a circle`,
    cause: 'its target sends them back to the proxy',
    advice:
      'Let the target answer by itself, or let it proxy to the port of a process, not to the URL of a service.',
  };
}

const ENDING: Explanation = {
  status: 503,
  code: 'PROX_STOPPING',
  title: 'prox is stopping',
  cause: 'it ends, and stops every process',
  advice: '',
};

const REFUSALS: Readonly<Record<Refusal['status'], readonly [code: string, title: string]>> = {
  400: ['BAD_REQUEST', 'This request cannot be understood'],
  405: ['METHOD_NOT_ALLOWED', 'This method is not for a proxy of services'],
  408: ['REQUEST_TIMEOUT', 'This request did not arrive in time'],
  421: ['MISDIRECTED_REQUEST', 'This request is for another host'],
  431: ['HEADERS_TOO_LARGE', 'The headers of this request are too large'],
};

function refused({status, reason}: Refusal): Explanation {
  const [code, title] = REFUSALS[status];
  const advice = status === 431 ? 'Often these are cookies: delete those of this host.' : '';
  return {status, code, title, cause: reason, advice};
}

function atTarget(problem: TargetProblem): Explanation {
  const {target, process} = problem;
  const name = process?.name ?? target;
  switch (problem.type) {
    case 'unreachable':
      return {
        status: 502,
        code: 'TARGET_UNREACHABLE',
        title: `${name} does not answer`,
        cause: `nothing answers on ${target} (${problem.error})`,
        advice: unreachableAdvice(target, process),
      };
    case 'badAnswer':
      return badAnswer(name, problem.error, process?.status);
    case 'restarted':
      return {
        status: 502,
        code: 'TARGET_RESTARTED',
        title: `${name} was restarted while it answered`,
        cause: problem.error,
        advice: 'Send the request again, if it may be done twice.',
      };
    case 'starting':
      return {
        status: 503,
        code: 'TARGET_STARTING',
        title: `${name} is starting`,
        cause: `it does not answer on ${target} yet`,
        advice: '',
      };
    case 'busy':
      return {
        status: 503,
        code: 'TARGET_BUSY',
        title: `Too many requests wait for ${name}`,
        cause: `it does not answer on ${target} yet`,
        advice: 'Try again in a moment.',
      };
  }
}

function badAnswer(name: string, cause: string, status: ProcessStatus | undefined): Explanation {
  const isStopped = status === 'stopped' || status === 'stopping';
  const why = status === undefined ? '' : 'Its last lines may tell why.';
  return {
    status: 502,
    code: 'TARGET_BAD_ANSWER',
    title: isStopped ? `${name} was stopped while it answered` : `${name} gave a broken answer`,
    cause,
    advice: isStopped ? `\`prox start ${name}\` starts it again.` : why,
  };
}

function unreachableAdvice(target: string, process: ProcessFacts | undefined): string {
  if (process === undefined) {
    return `Start what should listen on ${target}, or correct the target of this service.`;
  }
  const {name, status, reason} = process;
  switch (status) {
    case 'running':
      return `${name} runs, so its port in prox.yaml may be wrong: compare ${target} with what ${name} says it listens on.`;
    case 'crashed':
      return `${name} has crashed. Its last lines may tell why; \`prox restart ${name}\` starts it again.`;
    case 'stopped':
      return `${name} is stopped. \`prox start ${name}\` starts it.`;
    case 'completed':
      return `${name} has done its work and ended. \`prox restart ${name}\` runs it again.`;
    case 'starting':
      return `${name} is starting. Try again in a moment.`;
    case 'waiting':
      return `${name} waits for what it depends on, and starts by itself. Try again in a moment.`;
    case 'blocked':
      return `${name} is ${statusText(status, reason)}. It starts by itself when that is mended.`;
    case 'stopping':
      return `${name} is being stopped. \`prox start ${name}\` starts it again.`;
  }
}
