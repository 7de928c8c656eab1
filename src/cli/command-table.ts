import {LOG_STREAMS} from '../core/log-entry.ts';
import {JSON_OPTION, type CommandSpec, type OptionSpec} from './command-spec.ts';
import {OBSERVATION_COMMANDS} from './observation-commands.ts';
import {PROJECT_COMMANDS} from './project-commands.ts';
import {PROXY_COMMANDS} from './proxy-commands.ts';

const GRAPH_FORMS = ['text', 'mermaid', 'json'];

const TIMESTAMPS: OptionSpec = [
  '--timestamps <mode>',
  'none, time or iso (default: time)',
  ['none', 'time', 'iso'],
];

/** For prox itself, before `up` and all that was typed after it: behind a `--` it would be no option. */
export const BESIDE_SCREEN = '--beside-screen';

/** Every command, in the order of the help. Help, parsing and completion are derived from it. */
export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'up',
    operands: ['[names...]'],
    takes: 'names',
    summary: 'Run everything, or the named processes, and show it',
    options: [
      ['-d, --detach', 'run detached, in the background'],
      ['--wait', 'with --detach: return when everything is ready'],
      ['--timeout <duration>', 'with --wait: give up after this time (default: 60s)'],
      ['-p, --api-port <port>', 'the port of the API (0: any free one)'],
      ['--http-port <port>', 'the port of the proxy (0: any free one)'],
      ['--https-port <port>', 'its port for HTTPS'],
      ['--no-proxy', 'without the proxy'],
      ['--capture', 'keep headers and bodies of proxied requests'],
      ['--no-capture', 'keep neither'],
      ['--only <names>', 'exactly these, separated by commas, without what they need', 'names'],
      ['--exclude <names>', 'not these, whoever needs them', 'names'],
      ['--abort-on-exit', 'stop everything when a process has ended'],
      ['--abort-on-crash', 'stop everything when a process has crashed'],
      [
        '--exit-code-from <name>',
        'stop everything when it has ended; its exit code is ours',
        'processes',
      ],
      TIMESTAMPS,
      ['--tui', 'the screen, or fail with the reason (default: where there is a terminal)'],
      ['--no-tui', 'plain lines'],
      ['--json', 'with --detach: print JSON'],
      ['--detached-child'],
    ],
    examples: [
      ['prox up', 'run everything; q or Ctrl-C stops it, d leaves it running'],
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
    takes: 'names',
    summary: 'Stop the named processes; without a name the same as down',
    options: [JSON_OPTION],
    examples: [['prox stop web', 'stops web, prox goes on']],
    load: async () => import('./commands/stop.ts'),
  },
  {
    name: 'start',
    operands: ['<names...>'],
    takes: 'names',
    summary: 'Start the named processes',
    options: [JSON_OPTION],
    examples: [['prox start web', 'fails when web dies at once']],
    load: async () => import('./commands/start.ts'),
  },
  {
    name: 'restart',
    operands: ['[names...]'],
    takes: 'names',
    summary: 'Restart the named processes, or all that run or have crashed',
    options: [JSON_OPTION],
    examples: [['prox restart web api', 'the one that is needed first']],
    load: async () => import('./commands/restart.ts'),
  },
  {
    name: 'send',
    operands: ['<name>', '<text>'],
    takes: 'processes',
    summary: 'Type a text and Enter into the terminal of a process with `tty: true`',
    options: [['--no-enter', 'type the text alone']],
    examples: [
      ['prox send web yes', 'answers a prompt'],
      ["prox send web --no-enter $'\\x03'", 'presses Ctrl-C'],
      ['echo rs | prox send web -', 'types what standard input holds'],
    ],
    load: async () => import('./commands/send.ts'),
  },
  {
    name: 'reload',
    operands: [],
    summary: 'Apply an edited config file: what has changed, and only that',
    options: [['--dry-run', 'tell what would be done, and do nothing'], JSON_OPTION],
    examples: [
      ['prox reload', 'starts, restarts and ends what the edit touches'],
      ['prox reload --dry-run', 'a look before'],
    ],
    load: async () => import('./commands/reload.ts'),
  },
  {
    name: 'status',
    alias: 'ps',
    operands: ['[names...]'],
    takes: 'names',
    summary: 'Show every process, or the named ones; exit code 1 when one is not well',
    options: [
      ['-w, --watch', 'keep showing, on every change'],
      ['--graph [form]', 'what needs what: text (the default), mermaid or json', GRAPH_FORMS],
      ['--timings', 'how the start went, and what it took so long for'],
      JSON_OPTION,
    ],
    examples: [
      ['prox status', 'a table'],
      ['prox status --json', 'the same for programs'],
      ['prox status --graph=mermaid', 'a picture for a page in Markdown'],
    ],
    load: async () => import('./commands/status.ts'),
  },
  {
    name: 'why',
    operands: ['<name>'],
    takes: 'names',
    summary: 'Tell why a process is as it is, and what to do; exit code 1 when it is not well',
    options: [JSON_OPTION],
    examples: [['prox why api', 'the cause is the first line']],
    load: async () => import('./commands/why.ts'),
  },
  {
    name: 'wait',
    operands: ['[names...]'],
    takes: 'names',
    summary: 'Wait until the named processes are ready, or all that were started',
    options: [
      ['--timeout <duration>', 'give up after this time, with exit code 124 (default: 60s)'],
      [
        '--for <condition>',
        'log:NAME:/REGEX/, port:PORT, port:HOST:PORT, http:URL or exit:NAME; may be repeated',
      ],
      JSON_OPTION,
    ],
    repeatable: ['--for'],
    examples: [
      ['prox wait web', 'returns when web is ready'],
      ["prox wait --for 'log:web:/listening on \\d+/'", 'a line that was printed before counts'],
      ['prox wait --for port:5432 --timeout 10s', 'needs no prox'],
    ],
    load: async () => import('./commands/wait.ts'),
  },
  {
    name: 'logs',
    operands: ['[names...]'],
    takes: 'names',
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
  ...OBSERVATION_COMMANDS,
  ...PROXY_COMMANDS,
  ...PROJECT_COMMANDS,
  {
    name: 'api',
    operands: ['<method>', '[path]', '[body]'],
    offers: [['GET', 'POST', 'DELETE'], 'paths'],
    summary:
      'Call any endpoint of the API, a path alone by GET; a body of - is read from standard input',
    options: [JSON_OPTION],
    examples: [
      ['prox api GET /status', 'the same as /api/v1/status'],
      ['prox api GET /logs/stream', 'prints a stream line by line'],
      [`prox api POST /events/ack '{"ids": [7]}'`, 'with a body'],
      ['prox api POST /config/validate - < prox.yaml', 'the one that takes YAML'],
    ],
    load: async () => import('./commands/api.ts'),
  },
  {
    name: 'token',
    operands: [],
    summary: 'Print the API token and where it is kept',
    options: [['--rotate', 'make a new one first: the old one is void at once'], JSON_OPTION],
    examples: [
      ['prox token', 'makes the token on first need'],
      ['prox token --rotate', 'when somebody else may know it'],
    ],
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
    hiddenChoices: ['names', 'processes', 'paths', 'paths:GET', 'paths:POST', 'paths:DELETE'],
    summary: 'Print the completion script of a shell',
    options: [],
    examples: [
      ['source <(prox completion bash)', 'in ~/.bashrc, for zsh in ~/.zshrc'],
      ['prox completion fish > ~/.config/fish/completions/prox.fish', 'for fish'],
    ],
    load: async () => import('./commands/completion.ts'),
  },
];
