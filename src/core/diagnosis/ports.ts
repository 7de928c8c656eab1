import {heldText, holderText} from '../port-holder-text.ts';
import type {PortConflict} from '../process-report.ts';
import {type Clue, lastMatch} from './clue.ts';
import type {Facts} from './facts.ts';

/** Node, Python, Go, Ruby, Java, Rust, nginx; then the words of Spring, Django, Flask, Vite, gunicorn. */
const IN_USE =
  /^.*(?:EADDRINUSE|AddrInUse|address (?:is )?already in use|port(?: \d+)? (?:is|was) (?:already )?in use|connection in use).*$/gim;

/** Its seconds would be taken for a port. */
const TIME_OF_DAY = /(?<![\d.:])\d{1,2}:\d{2}:\d{2}\b/g;

/** How the port stands in such a line, most telling first. */
const PORT = [
  /\bport:? (\d{1,5})\b/i,
  /\('[^']*', (\d{1,5})\)/, // a Python address
  /.*:(\d{1,5})\b/, // the last one: places in the source come first
];

/** The port that a process could not get, by what it wrote; undefined when it does not say. */
export function portInUse({stderr, stdout}: Facts['output']): number | undefined {
  return portIn(stderr.join('\n')) ?? portIn(stdout.join('\n'));
}

export function portClue(text: string, facts: Facts): Clue | undefined {
  if (lastMatch(text, IN_USE) === undefined) return undefined;
  const {name} = facts;
  const {number, holder, formerHolder} = facts.port;
  const port = portIn(text) ?? number;
  if (port === undefined) {
    return {
      problem: 'the port that it wants is in use',
      nextStep: `With \`port\` of ${name} in prox.yaml, prox tells who holds it.`,
    };
  }
  if (holder?.port === port) return heldPort(holder, name);
  if (formerHolder?.port === port) {
    return {
      problem: `port ${port} was held by ${holderText(formerHolder)}, and is free now`,
      nextStep: `Run \`prox restart ${name}\`.`,
    };
  }
  return {
    problem: `port ${port} was in use`,
    nextStep: `\`lsof -i :${port}\` tells by whom; if it is free by now, run \`prox restart ${name}\`.`,
  };
}

/** For `name`, which wants it. */
export function heldPort(holder: PortConflict, name: string): Clue {
  return {
    problem: heldText(holder),
    nextStep: `${howToEnd(holder)}, or give ${name} another port (\`port: auto\` takes a free one).`,
  };
}

function howToEnd({process, project, pid}: PortConflict): string {
  if (project === undefined) return `End it (\`kill ${pid}\`)`;
  return process === undefined
    ? `Run \`prox down\` in ${project}`
    : `Run \`prox stop ${process}\` in ${project}`;
}

/** In the last line that tells it: in a trace of Node further ones follow without. */
function portIn(text: string): number | undefined {
  return [...text.matchAll(IN_USE)].flatMap(([line]) => portOf(line) ?? []).at(-1);
}

function portOf(line: string): number | undefined {
  const text = line.replaceAll(TIME_OF_DAY, '');
  for (const pattern of PORT) {
    const port = Number(pattern.exec(text)?.[1]);
    if (port >= 1 && port <= 65_535) return port;
  }
  return undefined;
}
