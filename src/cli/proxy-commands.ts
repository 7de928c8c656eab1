import {JSON_OPTION, type CommandSpec} from './command-spec.ts';

/** The commands about the proxy, part of the table of all. */
export const PROXY_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'requests',
    operands: ['[id]'],
    summary: 'Show what went through the proxy, or one request with its headers and bodies',
    options: [
      ['-f, --follow', 'go on as requests finish'],
      ['-n, --limit <count>', 'how many of the newest (default: 100)'],
      ['--subdomain <names>', 'of these services, separated by commas'],
      ['--method <methods>', 'GET, POST, …, separated by commas'],
      ['--min-status <status>', 'only answers with this status or a greater one'],
      ['--max-status <status>', 'only answers with this status or a lesser one'],
      ['--since <time>', 'only from this time on: 5m ago, or RFC 3339'],
      ['--search <text>', 'only when host and URL hold this text'],
      ['--body', 'with an id: the bodies too; into a pipe or file only that of the response'],
      ['--curl', 'with an id: print a curl command that sends it again'],
      JSON_OPTION,
    ],
    examples: [
      ['prox requests -f --min-status 500', 'follows what fails'],
      ['prox requests 4f1c2a7 --body', 'all that is known of one'],
      ['prox requests 4f1c2a7 --body > logo.png', 'what it was answered with'],
      ['prox requests 4f1c2a7 --curl', 'a command to paste'],
    ],
    load: async () => import('./commands/requests.ts'),
  },
  {
    name: 'routes',
    operands: [],
    summary: 'Show which host names lead where',
    options: [JSON_OPTION],
    examples: [['prox routes', 'a table of names, targets and their state']],
    load: async () => import('./commands/routes.ts'),
  },
  {
    name: 'route',
    operands: ['<action>', '<name>', '[target]'],
    choices: ['add', 'rm'],
    summary: 'Add a route to a port or a URL while prox runs, or remove it',
    related: '`prox routes` shows those there are.',
    options: [['--ttl <duration>', 'with add: remove it after this time'], JSON_OPTION],
    examples: [
      ['prox route add docs 4000', 'docs.localhost leads to port 4000'],
      ['prox route add docs https://docs.example.com --ttl 10m', 'for ten minutes'],
      ['prox route rm docs', 'what prox.yaml declares stays'],
    ],
    load: async () => import('./commands/route.ts'),
  },
  {
    name: 'open',
    operands: ['[service]'],
    summary: 'Open a service in the browser; without a name the only one, or the list of them',
    options: [JSON_OPTION],
    examples: [['prox open web', 'prints the URL too']],
    load: async () => import('./commands/open.ts'),
  },
  {
    name: 'hosts',
    operands: [],
    summary:
      'Show, add or remove the lines for /etc/hosts that let every program find the services',
    options: [
      ['--show', 'print the lines (the default)'],
      ['--add', 'put them into /etc/hosts, or bring them up to date'],
      ['--remove', 'take them out again'],
      JSON_OPTION,
    ],
    examples: [
      ['prox hosts', 'the lines, between markers of this project'],
      ['prox hosts --add', 'touches no other line; says how, when it needs root'],
    ],
    load: async () => import('./commands/hosts.ts'),
  },
  {
    name: 'certs',
    operands: [],
    summary: 'Show the CA and the certificates of the HTTPS listener',
    options: [
      ['--regenerate', 'make a new CA, which must be trusted anew'],
      ['--trust', 'let this system and its browsers trust the CA'],
      JSON_OPTION,
    ],
    examples: [
      ['prox certs', 'until when they are valid, and whether they are trusted'],
      ['prox certs --trust', 'asks for the rights it needs, or prints the commands'],
    ],
    load: async () => import('./commands/certs.ts'),
  },
];
