/** What a key does while nothing is typed. */
export type Action =
  | 'up'
  | 'down'
  | 'pageUp'
  | 'pageDown'
  | 'start'
  | 'end'
  | 'follow'
  | 'nextView'
  | 'previousView'
  | 'nextProcess'
  | 'previousProcess'
  | 'solo'
  | 'choose'
  | 'search'
  | 'nextMatch'
  | 'previousMatch'
  | 'filter'
  | 'escape'
  | 'open'
  | 'restart'
  | 'stop'
  | 'startProcess'
  | 'why'
  | 'type'
  | 'clear'
  | 'copy'
  | 'browse'
  | 'reload'
  | 'timestamps'
  | 'wrap'
  | 'panel'
  | 'theme'
  | 'mouse'
  | 'plain'
  | 'help'
  | 'quit'
  | 'detach'
  | 'suspend';

export interface Binding {
  readonly action: Action;
  /** As the terminal's reader names them. */
  readonly keys: readonly string[];
  /** As people call them. */
  readonly label: string;
  readonly help: string;
  /** In the footer, in a word. */
  readonly hint?: string;
}

export interface BindingGroup {
  readonly title: string;
  readonly bindings: readonly Binding[];
}

/** All keys (docs/reference/tui.md): the reader of keys, the help and the documentation follow from it. */
export const KEYMAP: readonly BindingGroup[] = [
  {
    title: 'Move',
    bindings: [
      {action: 'up', keys: ['up', 'k'], label: '↑ k', help: 'a line up'},
      {action: 'down', keys: ['down', 'j'], label: '↓ j', help: 'a line down'},
      {action: 'pageUp', keys: ['pageUp', 'ctrl-b'], label: 'PgUp', help: 'a page up'},
      {
        action: 'pageDown',
        keys: ['pageDown', 'space', 'ctrl-f'],
        label: 'PgDn',
        help: 'a page down',
      },
      {action: 'start', keys: ['g', 'home'], label: 'g', help: 'to the oldest'},
      {action: 'end', keys: ['G', 'end'], label: 'G', help: 'to the newest, and follow'},
      {action: 'follow', keys: ['F'], label: 'F', help: 'follow, or stand still', hint: 'follow'},
      {
        action: 'nextView',
        keys: ['tab'],
        label: 'Tab',
        help: 'Logs, Requests, Events',
        hint: 'view',
      },
      {action: 'previousView', keys: ['shift-tab'], label: 'Shift-Tab', help: 'the view before'},
      {action: 'open', keys: ['enter'], label: 'Enter', help: 'the whole of a request or event'},
    ],
  },
  {
    title: 'Processes',
    bindings: [
      {action: 'nextProcess', keys: ['right', ']'], label: '→ ]', help: 'choose the next process'},
      {action: 'previousProcess', keys: ['left', '['], label: '← [', help: 'choose the one before'},
      {
        action: 'solo',
        keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'],
        label: '1–9',
        help: 'only this process; again, or 0: all',
        hint: 'solo',
      },
      {action: 'choose', keys: ['f'], label: 'f', help: 'choose which processes are shown'},
      {
        action: 'restart',
        keys: ['r'],
        label: 'r',
        help: 'restart the chosen process',
        hint: 'restart',
      },
      {action: 'stop', keys: ['x'], label: 'x', help: 'stop it', hint: 'stop'},
      {action: 'startProcess', keys: ['S'], label: 'S', help: 'start it'},
      {action: 'why', keys: ['w'], label: 'w', help: 'why it is as it is', hint: 'why'},
      {
        action: 'type',
        keys: ['i'],
        label: 'i',
        help: 'type into its terminal (`tty: true`); Ctrl-] ends',
      },
      {action: 'browse', keys: ['u'], label: 'u', help: 'open its URL in the browser'},
      {action: 'reload', keys: ['R'], label: 'R', help: 'apply an edited prox.yaml'},
    ],
  },
  {
    title: 'Find',
    bindings: [
      {action: 'search', keys: ['/'], label: '/', help: 'search', hint: 'search'},
      {action: 'nextMatch', keys: ['n'], label: 'n', help: 'the next match, further down'},
      {action: 'previousMatch', keys: ['N'], label: 'N', help: 'the match before'},
      {
        action: 'filter',
        keys: ['s'],
        label: 's',
        help: 'filter: hide what does not match',
        hint: 'filter',
      },
      {action: 'escape', keys: ['escape'], label: 'Esc', help: 'clear search, filter and solo'},
      {action: 'copy', keys: ['y'], label: 'y', help: 'copy the match, the lines, or a curl line'},
      {action: 'clear', keys: ['c'], label: 'c', help: 'clear the view'},
    ],
  },
  {
    title: 'Screen',
    bindings: [
      {action: 'timestamps', keys: ['T'], label: 'T', help: 'timestamps'},
      {action: 'wrap', keys: ['W'], label: 'W', help: 'wrap long lines'},
      {action: 'panel', keys: ['p'], label: 'p', help: 'the process panel'},
      {action: 'theme', keys: ['t'], label: 't', help: 'dark, light, high-contrast, none'},
      {action: 'mouse', keys: ['m'], label: 'm', help: 'mouse: scroll here, or select text'},
      {action: 'plain', keys: ['L'], label: 'L', help: 'plain logs in the scrollback, and back'},
      {action: 'help', keys: ['?', 'h'], label: '?', help: 'this help', hint: 'help'},
      {action: 'suspend', keys: ['ctrl-z'], label: 'Ctrl-Z', help: 'to the shell; `fg` comes back'},
      {action: 'detach', keys: ['d'], label: 'd', help: 'leave; everything goes on'},
      {action: 'quit', keys: ['q', 'ctrl-c'], label: 'q', help: 'quit', hint: 'quit'},
    ],
  },
];

export const BINDINGS: readonly Binding[] = KEYMAP.flatMap(({bindings}) => bindings);

const ACTIONS: ReadonlyMap<string, Action> = new Map(
  BINDINGS.flatMap(({keys, action}) => keys.map(key => [key, action] as const)),
);

export function actionOf(key: string): Action | undefined {
  return ACTIONS.get(key);
}
