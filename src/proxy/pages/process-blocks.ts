import {sanitize} from '../../core/sanitize.ts';
import {STATUS_TONE, statusText, type Tone} from '../../core/status-tone.ts';
import type {OutputLine} from '../process-watch.ts';
import {type Markup, markup} from './markup.ts';
import type {ProcessFacts} from './problem.ts';

export function fact(name: string, value: string | readonly Markup[]): Markup {
  return markup`<div><dt>${name}</dt> <dd>${value}</dd></div>\n`;
}

export function processFact({name, status, isComing, reason}: ProcessFacts): Markup {
  const text = status === 'stopping' && isComing ? 'restarting' : statusText(status, reason);
  return toFact(name, STATUS_TONE[status], text);
}

/** Of one that requests wait for: that it runs is not all that is wanted. */
export function comingProcessFact(process: ProcessFacts): Markup {
  if (process.status !== 'running') return processFact(process);
  return toFact(process.name, 'busy', 'running, does not listen yet');
}

function toFact(name: string, tone: Tone, text: string): Markup {
  return fact('Process', [markup`${name} <span class="state ${tone}">${text}</span>`]);
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
export function nextSteps(process: ProcessFacts): readonly Markup[] {
  const logs = step(`prox logs -f ${process.name}`, 'follows all that it writes');
  return [markup`<h2>In a terminal</h2>`, markup`<ul>\n${[logs, stepOf(process)]}</ul>`];
}

function stepOf({name, status, isComing}: ProcessFacts): Markup {
  if (status === 'waiting' || status === 'blocked') {
    return step(`prox why ${name}`, 'tells what it waits for');
  }
  const isEnded = status === 'stopped' || (status === 'stopping' && !isComing);
  const verb = isEnded ? 'start' : 'restart';
  return step(`prox ${verb} ${name}`, `${verb}s it`);
}

function step(command: string, text: string): Markup {
  return markup`<li><code>${command}</code> <span>${text}</span></li>\n`;
}
