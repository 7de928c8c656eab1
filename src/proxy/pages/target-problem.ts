import type {Trouble} from '../exchange/trouble.ts';
import type {ProcessWatch, TargetProcess} from '../process-watch.ts';
import type {Route} from '../routes/route.ts';
import type {Target} from '../routes/target.ts';
import type {Problem, ProcessFacts} from './problem.ts';

const LINES_SHOWN = 20;
const RETRY_AFTER_SECONDS = 1;

export interface TroubleSite {
  readonly host: string;
  readonly route: Route;
  readonly processes: ProcessWatch;
}

/** What the page is to tell of a target's trouble: its process may know better what is behind it. */
export async function problemAtTarget(
  {type, error}: Trouble,
  {host, route: {config, target}, processes}: TroubleSite,
): Promise<Problem> {
  const process = config.process === undefined ? undefined : processes.process(config.process);
  if (process !== undefined && processes.isEnding) return {type: 'ending', host};
  const wasReplaced = process !== undefined && isReplaced(process, target);
  const facts = process && (await factsOf(process, processes));
  const at = {host, target: target.url, process: facts};
  switch (type) {
    case 'starting':
    case 'busy':
      return {type, ...at, retryAfterSeconds: RETRY_AFTER_SECONDS};
    case 'unreachable':
      return {type, ...at, error};
    case 'badAnswer':
      return {type: wasReplaced ? 'restarted' : type, ...at, error};
  }
}

/** The child that broke off is being replaced, or has been: nothing has connected to its successor yet. */
function isReplaced({isComing, startedAt}: TargetProcess, {connectedAt = 0}: Target): boolean {
  return isComing || (startedAt !== undefined && connectedAt < startedAt);
}

async function factsOf(
  {name, status, isComing, reason}: TargetProcess,
  processes: ProcessWatch,
): Promise<ProcessFacts> {
  return {name, status, isComing, reason, lines: await processes.lastLines(name, LINES_SHOWN)};
}
