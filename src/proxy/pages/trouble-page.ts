import type {Explanation, Trouble} from './explain.ts';
import {layout} from './layout.ts';
import {type Markup, markup} from './markup.ts';
import type {TargetProblem} from './problem.ts';
import {fact, lastLines, nextSteps, processFact} from './process-blocks.ts';
import {prose, sentence} from './prose.ts';
import {serviceList} from './service-list.ts';

export interface TroublePage {
  readonly explanation: Explanation;
  readonly isNavigation: boolean;
}

const RELOAD_SECONDS = 1;
const WAITING = 'This page waits too, and shows the answer as soon as there is one.';

/** What is wrong and why, what the process behind it has written last, and the next step. */
export function troubleToHtml(problem: Trouble, {explanation, isNavigation}: TroublePage): string {
  const {status, code, title, cause, advice} = explanation;
  const isWaiting = isNavigation && problem.type === 'starting';
  const text = isWaiting ? WAITING : advice;
  return layout({
    title,
    mark: `${status} ${code}`,
    reloadSeconds: isWaiting ? RELOAD_SECONDS : undefined,
    blocks: [
      ...(cause === undefined ? [] : [markup`<p class="cause">${sentence(cause)}</p>`]),
      ...(text === '' ? [] : [markup`<p class="advice">${prose(text)}</p>`]),
      ...blocksOf(problem),
    ],
  });
}

function blocksOf(problem: Trouble): readonly Markup[] {
  switch (problem.type) {
    case 'unknownHost':
      if (problem.routes.length === 0) return [];
      return [markup`<h2>Services</h2>`, serviceList(problem.routes)];
    case 'unreachable':
    case 'badAnswer':
    case 'starting':
    case 'busy':
      return targetBlocks(problem);
    case 'unknownPath':
    case 'loop':
    case 'refused':
      return [];
  }
}

function targetBlocks({host, target, process}: TargetProblem): readonly Markup[] {
  const facts = [fact('Host', host), fact('Target', target)];
  if (process === undefined) return [markup`<dl>\n${facts}</dl>`];
  return [
    markup`<dl>\n${facts}${processFact(process)}</dl>`,
    ...lastLines(process),
    ...nextSteps(process),
  ];
}
