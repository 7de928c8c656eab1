import {LOG_STREAMS} from '../core/log-entry.ts';
import type {Command} from './context.ts';

/** What completion offers as the value of an option. */
export type OptionValues = readonly string[] | 'names' | 'files';

/** Without a text it is for prox itself and not shown. */
export type OptionSpec = readonly [flags: string, text?: string, values?: OptionValues];

const TIMESTAMPS: OptionSpec = [
  '--timestamps <mode>',
  'none, time or iso (default: time)',
  ['none', 'time', 'iso'],
];

/** Of the commands that print something to read. */
const JSON_OPTION: OptionSpec = ['--json', 'print JSON'];

/** The command that shows what a command does; commander's own knows no suggestions. */
export const HELP = 'help';

export interface CommandSpec {
  readonly name: string;
  readonly alias?: string;
  /** In commander's grammar: `<needed>`, `[optional]`, `[several...]`. */
  readonly operands: readonly string[];
  /** What the first operand may be. */
  readonly choices?: readonly string[];
  /** What it may be besides, for prox itself. */
  readonly hiddenChoice?: string;
  readonly summary: string;
  readonly options: readonly OptionSpec[];
  /** A command line and what it does. */
  readonly examples: readonly (readonly [line: string, text: string])[];
  /** Operands are names of processes: completion offers them. */
  readonly takesNames?: true;
  readonly load: () => Promise<{readonly run: Command}>;
}

/** Accepted before and after the command name. */
export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  ['-c, --config <path>', 'the config file (default: prox.yaml or prox.yml)', 'files'],
  ['--addr <url>', 'the address of a running prox, instead of looking for it'],
  ['--token <token>', 'the API token (default: PROX_TOKEN, api.token, ~/.prox/token)'],
  ['--color', 'colours, also into a pipe'],
  ['--no-color', 'no colours'],
  ['-q, --quiet', 'print only what was asked for and errors'],
  ['-v, --verbose', 'print what an error was caused by'],
];

/** Every command, in the order of the help. Help, parsing and completion are derived from it. */
export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'up',
    operands: ['[names...]'],
    takesNames: true,
    summary: 'Run everything, or the named processes, and show it',
    options: [
      ['-d, --detach', 'run detached, in the background'],
      ['--wait', 'with --detach: return when everything is ready'],
      ['--timeout <duration>', 'with --wait: give up after this time (default: 60s)'],
      ['-p, --api-port <port>', 'the port of the API (0: any free one)'],
      TIMESTAMPS,
      ['--no-tui', 'plain lines'],
      ['--json', 'with --detach: print JSON'],
      ['--detached-child'],
    ],
    examples: [
      ['prox up', 'run everything, Ctrl-C stops it'],
      ['prox up -d --wait web', 'run web detached, return when it is ready'],
    ],
    load: async () => import('./commands/up.ts'),
  },
  {
    name: 'down',
    operands: [],
    summary: 'Stop everything and end prox',
    options: [JSON_OPTION],
    examples: [['prox down', 'returns when every process is gone']],
    load: async () => import('./commands/down.ts'),
  },
  {
    name: 'stop',
    operands: ['[names...]'],
    takesNames: true,
    summary: 'Stop the named processes; without a name the same as down',
    options: [JSON_OPTION],
    examples: [['prox stop web', 'stops web, prox goes on']],
    load: async () => import('./commands/stop.ts'),
  },
  {
    name: 'start',
    operands: ['<names...>'],
    takesNames: true,
    summary: 'Start the named processes',
    options: [JSON_OPTION],
    examples: [['prox start web', 'fails when web dies at once']],
    load: async () => import('./commands/start.ts'),
  },
  {
    name: 'restart',
    operands: ['[names...]'],
    takesNames: true,
    summary: 'Restart the named processes, or all that run or have crashed',
    options: [JSON_OPTION],
    examples: [['prox restart web api', 'restarts both at the same time']],
    load: async () => import('./commands/restart.ts'),
  },
  {
    name: 'status',
    alias: 'ps',
    operands: [],
    summary: 'Show every process; exit code 1 when one is not well',
    options: [['-w, --watch', 'keep showing, on every change'], JSON_OPTION],
    examples: [
      ['prox status', 'a table'],
      ['prox status --json', 'the same for programs'],
    ],
    load: async () => import('./commands/status.ts'),
  },
  {
    name: 'logs',
    operands: ['[names...]'],
    takesNames: true,
    summary: 'Show what the processes have written',
    options: [
      ['-f, --follow', 'go on as it grows, also over restarts'],
      ['-n, --lines <count>', 'how many of the newest lines (default: 100)'],
      ['--process <names>', 'of these processes, separated by commas', 'names'],
      ['--pattern <text>', 'only lines that hold this text'],
      ['--regex', 'with --pattern: it is a regular expression (RE2)'],
      ['--since <time>', 'only from this time on: 5m ago, or RFC 3339'],
      ['--stream <names>', 'stdout, stderr, prox, separated by commas', LOG_STREAMS],
      TIMESTAMPS,
      JSON_OPTION,
    ],
    examples: [
      ['prox logs -f web', 'follows web'],
      ['prox logs --since 5m --pattern ERROR', 'the errors of the last five minutes'],
    ],
    load: async () => import('./commands/logs.ts'),
  },
  {
    name: 'config',
    operands: ['<action>', '[file]'],
    choices: ['check', 'show', 'schema'],
    summary: 'Check the config file, show what it means, or print its JSON schema',
    options: [
      ['--env <name>', 'with show: the environment of this process, with sources', 'names'],
      JSON_OPTION,
    ],
    examples: [
      ['prox config check', 'all problems at once; exit code 2'],
      ['prox config show --env web', 'where each variable of web comes from'],
    ],
    load: async () => import('./commands/config.ts'),
  },
  {
    name: 'api',
    operands: ['<method>', '<path>', '[body]'],
    summary: 'Call any endpoint of the API; a body of - is read from standard input',
    options: [JSON_OPTION],
    examples: [
      ['prox api GET /status', 'the same as /api/v1/status'],
      ['prox api GET /logs/stream', 'prints a stream line by line'],
    ],
    load: async () => import('./commands/api.ts'),
  },
  {
    name: 'token',
    operands: [],
    summary: 'Print the API token and where it is kept',
    options: [JSON_OPTION],
    examples: [['prox token', 'makes the token on first need']],
    load: async () => import('./commands/token.ts'),
  },
  {
    name: 'version',
    operands: [],
    summary: 'Print the version',
    options: [JSON_OPTION],
    examples: [['prox version --json', 'with Node and the platform']],
    load: async () => import('./commands/version.ts'),
  },
  {
    name: 'completion',
    operands: ['<shell>'],
    choices: ['bash', 'zsh', 'fish'],
    hiddenChoice: 'names',
    summary: 'Print the completion script of a shell',
    options: [],
    examples: [
      ['source <(prox completion bash)', 'in ~/.bashrc, for zsh in ~/.zshrc'],
      ['prox completion fish > ~/.config/fish/completions/prox.fish', 'for fish'],
    ],
    load: async () => import('./commands/completion.ts'),
  },
];
