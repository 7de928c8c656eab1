import type {ProcessSummary} from '../../core/process-report.ts';
import {withShown} from './filtering.ts';
import {layoutOf} from './layout.ts';
import {lineColumns} from './listings.ts';
import type {Operation, Step} from './message.ts';
import {ALL, type Model, subject} from './model.ts';
import {opened} from './opening.ts';
import {done, noticed, said} from './steps.ts';

const DOING = {restart: 'restarting', stop: 'stopping', start: 'starting'} as const;

export function operated(model: Model, operation: Operation): Step {
  return withSubject(model, ({name}) => {
    const told = noticed(model, `${DOING[operation]} ${name}…`, 'busy');
    return {model: told, effects: [{type: 'operate', operation, name}]};
  });
}

export function askedWhy(model: Model): Step {
  return withSubject(model, ({name}) => opened(model, {type: 'why', name}));
}

/** Its terminal gets the size that there is for it, which also tells at once whether it has one. */
export function startedTyping(model: Model): Step {
  return withSubject(model, ({name}) =>
    fitted({...model, mode: {type: 'typing', name, problem: undefined}}),
  );
}

/** The terminal of the process that is typed for, if any is, keeps the size that there is for it. */
export function fitted(model: Model): Step {
  if (model.mode.type !== 'typing' || model.mode.problem !== undefined) return done(model);
  const {name} = model.mode;
  const {bodyRows: rows} = layoutOf(model);
  return done(model, {type: 'fitTerminal', name, columns: lineColumns(model), rows});
}

export function browsed(model: Model): Step {
  return withSubject(model, ({name, url, port}) => {
    const target = url ?? (port === undefined ? undefined : `http://localhost:${port}`);
    if (target === undefined) return said(model, `${name} has no URL`, 'busy');
    return {model, effects: [{type: 'browse', url: target}]};
  });
}

/** The process that keys are about is another one; shown alone, the other one is. */
export function chosen(model: Model, step: 1 | -1): Model {
  const {processes, shown} = model;
  const index = processes.findIndex(({name}) => name === subject(model)?.name);
  const next = processes[(index + step + processes.length) % processes.length]?.name;
  if (next === undefined) return model;
  const choice = {...model, chosen: next};
  return shown.type === 'solo' ? withShown(choice, {type: 'solo', name: next}) : choice;
}

/** `key` is a digit: a process by its place, 0 for all. */
export function solo(model: Model, key: string): Model {
  const {shown, processes} = model;
  if (key === '0') return withShown(model, ALL);
  const name = processes[Number(key) - 1]?.name;
  if (name === undefined) return noticed(model, `there is no process ${key}`, 'busy');
  if (shown.type === 'solo' && shown.name === name) return withShown(model, ALL);
  return withShown({...model, chosen: name}, {type: 'solo', name});
}

function withSubject(model: Model, run: (process: ProcessSummary) => Step): Step {
  const process = subject(model);
  return process === undefined ? said(model, 'there is no process', 'busy') : run(process);
}
