import {isLoopback} from '../loopback.ts';
import {byRules, type Clue} from './clue.ts';
import type {Facts, Other} from './facts.ts';
import {standingText} from './others.ts';

const HOST = String.raw`(\[[\da-f:.]+\]|::1?|[\w.-]+)`;

/** Group 1 is the host, group 2 the port. */
const REFUSED: readonly RegExp[] = [
  `connect ECONNREFUSED ${HOST}:(\\d+)`, // Node
  `dial tcp ${HOST}:(\\d+): connect: connection refused`, // Go
  `at "([^"\\n]+)"(?: \\([^)\\n]+\\))?, port (\\d+) failed: Connection refused`, // libpq
  `connect(?:ing|ion)? to ${HOST}:(\\d+)[. ].*refused`, // Redis, JDBC
  `Can't (?:connect to|reach) .*?(?:at|on) [\`']${HOST}:(\\d+)[\`']`, // Prisma, MySQL
  `host='([^'\\n]+)', port=(\\d+)\\).*(?:refused|Errno 111)`, // requests
  `Failed to connect to ${HOST} port (\\d+)`, // curl
  `Connect call failed \\('([^'\\n]+)', (\\d+)`, // asyncio
].map(source => new RegExp(source, 'gim'));

const UNKNOWN_HOST: readonly RegExp[] = [
  /getaddrinfo (?:ENOTFOUND|EAI_AGAIN) ([\w.-]+)/gm,
  /could not translate host name "([^"\n]+)"/gm,
  /lookup ([\w.-]+)(?: on \S+)?: no such host/gm,
];

const TIMED_OUT = [/connect ETIMEDOUT ([\d.]+|\[?[\da-f:]+\]?):(\d+)/gim];

/** Something that it talks to is not there. */
export const connectionClue = byRules([
  ...REFUSED.map(pattern => ({pattern, explain: refused})),
  ...UNKNOWN_HOST.map(pattern => ({pattern, explain: unknownHost})),
  ...TIMED_OUT.map(pattern => ({
    pattern,
    explain: ([, host = '', port = '']: readonly string[]): Clue => ({
      problem: `${host}:${port} does not answer`,
      nextStep: `Is ${host} the right address, and reachable from here?`,
    }),
  })),
  {
    pattern: /Connection ?refused/gim,
    explain: () => ({
      problem: 'something that it connects to is not there (connection refused)',
      nextStep: 'Start what it connects to, and name it under `depends_on`.',
    }),
  },
]);

function refused([, host = '', port = '']: readonly string[], facts: Facts): Clue {
  const address = `${host}:${port}`;
  const isHere = isLoopback(host.replaceAll(/[[\]]/g, ''));
  const other = isHere ? facts.others.find(known => known.port === Number(port)) : undefined;
  if (other !== undefined) return otherIsAway(address, other, facts.name);
  return {
    problem: `nothing answers at ${address}`,
    nextStep: `Start what listens there; under \`dependencies\` in prox.yaml, ${facts.name} would wait for it.`,
  };
}

function otherIsAway(address: string, other: Other, name: string): Clue {
  if (other.status === 'running' && other.health !== 'unhealthy') {
    return {
      problem: `nothing answered at ${address}, where ${other.name} runs by now`,
      nextStep: `Add ${other.name} to \`depends_on\` of ${name}, then run \`prox restart ${name}\`.`,
    };
  }
  return {
    problem: `nothing answers at ${address}, the port of ${other.name}, which ${standingText(other)}`,
    nextStep: `Run \`prox why ${other.name}\`.`,
  };
}

function unknownHost([, host = '']: readonly string[]): Clue {
  return {
    problem: `no machine is called ${host} here`,
    nextStep: `Outside of containers a service is at \`localhost\`: change the address that names ${host}.`,
  };
}
