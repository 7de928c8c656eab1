import type {Effect, Step} from './message.ts';
import type {Model, Notice} from './model.ts';

/** Something is to be done. */
export function done(model: Model, ...effects: readonly Effect[]): Step {
  return {model, effects};
}

/** Nothing is to be done but to tell something. */
export function said(model: Model, text: string, tone: Notice['tone']): Step {
  return {model: noticed(model, text, tone), effects: []};
}

export function noticed(model: Model, text: string, tone: Notice['tone']): Model {
  return {...model, notice: {text, tone}};
}
