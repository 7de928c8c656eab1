import {EVENT_TYPES, SEVERITIES} from '../core/event.ts';
import {JSON_OPTION, type CommandSpec} from './command-spec.ts';

/** The commands about what happened and what it costs, part of the table of all. */
export const OBSERVATION_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'events',
    operands: ['[action|id]', '[ids...]'],
    offers: [['ack'], ['--all']],
    summary: 'Show what happened, also before prox was restarted or ended, or acknowledge it',
    options: [
      ['-f, --follow', 'go on as it happens, also over restarts'],
      ['-n, --limit <count>', 'how many of the newest (default: 20)'],
      ['--severity <names>', 'info, warning, critical, separated by commas', SEVERITIES],
      ['--type <types>', 'of these types, separated by commas', Object.keys(EVENT_TYPES)],
      ['--process <names>', 'of these processes, separated by commas', 'names'],
      ['--since <time>', 'only from this time on: 5m ago, or RFC 3339'],
      ['--unacknowledged', 'only what nobody has acknowledged'],
      ['--all', 'with ack: all there are'],
      JSON_OPTION,
    ],
    examples: [
      ['prox events -f --severity warning,critical', 'follows what asks for attention'],
      ['prox events --unacknowledged --since 1h', 'what is new'],
      ['prox events 7', 'all that is known of this one'],
      ['prox events ack 7 9', 'these two have been seen to'],
      ['prox events ack --all', 'and now all have'],
    ],
    load: async () => import('./commands/events.ts'),
  },
  {
    name: 'stats',
    operands: ['[names...]'],
    takes: 'names',
    summary:
      'Show the CPU and memory that every process uses with all that it started; of the named ones each child and port',
    options: [['-w, --watch', 'keep showing, every two seconds'], JSON_OPTION],
    examples: [
      ['prox stats', 'a table, with what prox itself uses'],
      ['prox stats web', 'the children of web, and the ports that they listen on'],
    ],
    load: async () => import('./commands/stats.ts'),
  },
  {
    name: 'attach',
    operands: [],
    summary: 'The screen of a running prox; q leaves it running',
    options: [],
    examples: [['prox attach', 'logs, requests and events on one screen; ? shows the keys']],
    load: async () => import('./commands/attach.ts'),
  },
  {
    name: 'top',
    operands: ['[names...]'],
    takes: 'names',
    summary: 'Keep showing the CPU and memory that every process uses, the most CPU first',
    options: [JSON_OPTION],
    examples: [
      ['prox top', 'over the whole window; Ctrl-C ends it'],
      ['prox top --json', 'an object a line, every two seconds'],
    ],
    load: async () => import('./commands/top.ts'),
  },
];
