import type {Explanation, Trouble} from './explain.ts';
import {layout} from './layout.ts';
import {type Markup, markup} from './markup.ts';
import type {TargetProblem} from './problem.ts';
import {comingProcessFact, fact, lastLines, nextSteps, processFact} from './process-blocks.ts';
import {prose, sentence} from './prose.ts';
import {serviceList} from './service-list.ts';

export interface TroublePage {
  readonly explanation: Explanation;
  readonly isNavigation: boolean;
}

/** What is wrong and why, what the process behind it has written last, and the next step. */
export function troubleToHtml(problem: Trouble, {explanation, isNavigation}: TroublePage): string {
  const {status, code, title, cause, advice} = explanation;
  const reload = isNavigation ? reloadOf(problem) : undefined;
  const text = reload === undefined ? advice : reload.advise(advice);
  return layout({
    title,
    mark: `${status} ${code}`,
    reloadSeconds: reload?.seconds,
    blocks: [
      ...(cause === undefined ? [] : [markup`<p class="cause">${sentence(cause)}</p>`]),
      ...(text === '' ? [] : [markup`<p class="advice">${prose(text)}</p>`]),
      ...blocksOf(problem),
    ],
  });
}

interface Reload {
  readonly seconds: number;
  /** What the page says then, in place of its advice. */
  readonly advise: (advice: string) => string;
}

const SOON: Reload = {
  seconds: 1,
  advise: () => 'This page waits too, and shows the answer as soon as there is one.',
};
const WHEN_BACK: Reload = {
  seconds: 3,
  advise: advice => `${advice} This page asks again every 3 seconds.`,
};

/** A page comes back by itself where the state of a process tells that an answer may come. */
function reloadOf(problem: Trouble): Reload | undefined {
  switch (problem.type) {
    case 'starting':
    case 'restarted':
      return SOON;
    case 'unreachable':
    case 'badAnswer': {
      const {process} = problem;
      return process === undefined || process.status === 'running' ? undefined : WHEN_BACK;
    }
    case 'unknownHost':
    case 'unknownPath':
    case 'busy':
    case 'loop':
    case 'ending':
    case 'refused':
      return undefined;
  }
}

function blocksOf(problem: Trouble): readonly Markup[] {
  switch (problem.type) {
    case 'unknownHost':
      if (problem.routes.length === 0) return [];
      return [markup`<h2>Services</h2>`, serviceList(problem.routes)];
    case 'unreachable':
    case 'badAnswer':
    case 'restarted':
    case 'starting':
    case 'busy':
      return targetBlocks(problem);
    case 'unknownPath':
    case 'loop':
    case 'ending':
    case 'refused':
      return [];
  }
}

function targetBlocks({type, host, target, process}: TargetProblem): readonly Markup[] {
  const facts = [fact('Host', host), fact('Target', target)];
  if (process === undefined) return [markup`<dl>\n${facts}</dl>`];
  const isAwaited = type === 'starting' || type === 'busy' || type === 'restarted';
  const state = isAwaited ? comingProcessFact(process) : processFact(process);
  return [markup`<dl>\n${facts}${state}</dl>`, ...lastLines(process), ...nextSteps(process)];
}
