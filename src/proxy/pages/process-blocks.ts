import type {ProcessStatus} from '../../core/process-state.ts';
import {sanitize} from '../../core/sanitize.ts';
import type {OutputLine} from '../process-watch.ts';
import {type Markup, markup} from './markup.ts';
import type {ProcessFacts} from './problem.ts';

const TONE: Readonly<Record<ProcessStatus, string>> = {
  running: 'good',
  starting: 'busy',
  stopping: 'busy',
  stopped: 'dim',
  crashed: 'bad',
};

export function fact(name: string, value: string | readonly Markup[]): Markup {
  return markup`<div><dt>${name}</dt> <dd>${value}</dd></div>\n`;
}

export function processFact({name, status, reason}: ProcessFacts): Markup {
  const text = reason === undefined ? status : `${status} (${reason})`;
  return fact('Process', [markup`${name} <span class="state ${TONE[status]}">${text}</span>`]);
}

/** What it has written last, one line each, harmless and without colours. */
export function lastLines({name, lines}: ProcessFacts): readonly Markup[] {
  if (lines.length === 0) return [markup`<h2>${name} has written nothing yet</h2>`];
  const hasErrors = lines.some(({stream}) => stream === 'stderr');
  const legend = hasErrors ? markup` <small>! is standard error</small>` : [];
  return [
    markup`<h2>Last lines of ${name}${legend}</h2>`,
    // A browser drops the newline after <pre>. The block scrolls, so the keyboard must reach it.
    markup`<pre tabindex="0">\n${lines.map(toMarkup)}</pre>`,
  ];
}

function toMarkup({stream, line}: OutputLine): Markup {
  const text = sanitize(line, {keepColors: false});
  switch (stream) {
    case 'stdout':
      return markup`  ${text}\n`;
    case 'stderr':
      return markup`<span class="stderr">! ${text}</span>\n`;
    case 'prox':
      return markup`<span class="prox">  prox: ${text}</span>\n`;
  }
}

/** The commands that help. */
export function nextSteps({name, status}: ProcessFacts): readonly Markup[] {
  const verb = status === 'stopped' ? 'start' : 'restart';
  const steps = [
    step(`prox logs -f ${name}`, 'follows all that it writes'),
    step(`prox ${verb} ${name}`, `${verb}s it`),
  ];
  return [markup`<h2>In a terminal</h2>`, markup`<ul>\n${steps}</ul>`];
}

function step(command: string, text: string): Markup {
  return markup`<li><code>${command}</code> <span>${text}</span></li>\n`;
}
