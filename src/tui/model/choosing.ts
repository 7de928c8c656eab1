import {withShown} from './filtering.ts';
import {ALL, BROWSE, type ChooseMode, isShown, type Model} from './model.ts';

/** The mode in which it is chosen which processes are shown. */
export function choosing(model: Model): Model {
  const {processes, shown} = model;
  const names = processes.map(({name}) => name).filter(name => isShown(shown, name));
  return {...model, mode: {type: 'choose', cursor: 0, names: new Set(names), before: shown}};
}

/** What a key does meanwhile: the choice holds at once, Enter keeps it, Esc takes it back. */
export function chooseKey(model: Model, mode: ChooseMode, key: string): Model {
  const {processes} = model;
  switch (key) {
    case 'up':
    case 'k':
      return chooseAt(model, mode, mode.cursor - 1);
    case 'down':
    case 'j':
      return chooseAt(model, mode, mode.cursor + 1);
    case 'space':
    case 'x': {
      const name = processes[mode.cursor]?.name;
      return name === undefined ? model : withChoice(model, mode, toggled(mode.names, name));
    }
    case 'a':
      return withChoice(model, mode, new Set(processes.map(({name}) => name)));
    case 'n':
      return withChoice(model, mode, new Set());
    case 'escape':
      return {...withShown(model, mode.before), mode: BROWSE};
    case 'enter':
    case 'f':
    case 'q':
      return {...model, mode: BROWSE};
    default:
      return model;
  }
}

export function chooseAt(model: Model, mode: ChooseMode, index: number): Model {
  const cursor = Math.max(0, Math.min(index, model.processes.length - 1));
  return {...model, mode: {...mode, cursor}};
}

function withChoice(model: Model, mode: ChooseMode, names: ReadonlySet<string>): Model {
  const isAll = model.processes.every(({name}) => names.has(name));
  const shown = isAll ? ALL : ({type: 'some', names} as const);
  return {...withShown(model, shown), mode: {...mode, names}};
}

function toggled(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const others = [...names].filter(other => other !== name);
  return new Set(names.has(name) ? others : [...names, name]);
}
