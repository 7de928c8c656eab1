import {describeApi} from '../src/api/openapi/describe-api.ts';
import {servedPaths} from '../src/api/path-pattern.ts';
import {OWN_ROUTES} from '../src/api/all-routes.ts';
import {REFUSALS} from '../src/api/refusals.ts';
import type {Route} from '../src/api/route.ts';
import {OPERATIONS, ROUTES} from '../src/api/routes.ts';
import {type CommandSpec, GLOBAL_OPTIONS} from '../src/cli/command-spec.ts';
import {COMMANDS} from '../src/cli/command-table.ts';
import {VERSION} from '../src/cli/version.ts';
import {jsonSchema} from '../src/config/json-schema.ts';
import {API_ERRORS, COMMAND_ERRORS, type ErrorCode} from '../src/core/errors.ts';
import {KEYMAP} from '../src/tui/model/keymap.ts';
import {exampleFile} from './config-example.ts';
import {configTables} from './config-tables.ts';

/** A file of the repository that follows from the source. */
interface GeneratedFile {
  /** From the root of the repository. */
  readonly path: string;
  /** The whole content; what is written by hand in `current` is kept. */
  readonly render: (current: string) => string;
}

/** Tables that pages hold between `<!-- table: NAME -->` and `<!-- /table -->`. */
const TABLES: Readonly<Record<string, () => string>> = {
  errors: apiErrorsTable,
  commandErrors: commandErrorsTable,
  routes: routesTable,
  commands: commandSections,
  options: () => optionsTable(GLOBAL_OPTIONS),
  config: configTables,
  keys: keysTable,
};

const MARKED = /(<!-- table: (\w+) -->\n)[\s\S]*?(<!-- \/table -->)/g;

/** All that is derived from the source. */
export const GENERATED_FILES: readonly GeneratedFile[] = [
  {
    path: 'schema/prox.schema.json',
    render: () => `${JSON.stringify(jsonSchema(), undefined, 2)}\n`,
  },
  {
    path: 'docs/reference/openapi.json',
    render: () => `${JSON.stringify(describeApi(VERSION), undefined, 2)}\n`,
  },
  {path: 'prox.yaml.example', render: exampleFile},
  {path: 'docs/reference/config.md', render: withTables},
  {path: 'docs/reference/errors.md', render: withTables},
  {path: 'docs/reference/api.md', render: withTables},
  {path: 'docs/reference/cli.md', render: withTables},
  {path: 'docs/reference/tui.md', render: withTables},
];

/** The page with its tables made anew. */
export function withTables(page: string): string {
  return page.replaceAll(MARKED, (_all, begin: string, name: string, end: string) => {
    const table = TABLES[name];
    if (!table) throw new Error(`no table is called ${name}`);
    return `${begin}${table()}${end}`;
  });
}

function keysTable(): string {
  return KEYMAP.map(({title, bindings}) => {
    const rows = bindings.map(({label, help}) => [`\`${label}\``, help]);
    return `\n**${title}**\n\n${table(['Key', 'Does'], rows)}`;
  }).join('');
}

function apiErrorsTable(): string {
  return table(
    ['Code', 'HTTP', 'Exit code', 'Message'],
    Object.entries(API_ERRORS).map(([code, {http, exit, message}]) => [
      `\`${code}\``,
      String(http),
      String(exit),
      message,
    ]),
  );
}

function commandErrorsTable(): string {
  return table(
    ['Code', 'Exit code', 'Message'],
    Object.entries(COMMAND_ERRORS).map(([code, {exit, message}]) => [
      `\`${code}\``,
      String(exit),
      message,
    ]),
  );
}

function routesTable(): string {
  return table(
    ['Request', 'Answer', 'What it does', 'Its own refusals'],
    [
      ...OPERATIONS.map(name => routeRow(ROUTES[name], REFUSALS[name])),
      ...Object.values(OWN_ROUTES).map(route => routeRow(route)),
    ],
  );
}

function routeRow(route: Route, refusals: readonly ErrorCode[] = []): readonly string[] {
  const requests = servedPaths(route).map(path => `\`${route.method} ${path}\``);
  const codes = refusals.map(code => `\`${code}\``);
  return [requests.join(', '), ANSWER[route.kind], route.summary, codes.join(', ')];
}

const ANSWER = {
  json: 'JSON',
  change: '`{"success":true}`',
  stream: 'events (SSE)',
  creation: '201, JSON',
  deletion: '204',
  text: 'text',
  socket: 'a WebSocket',
} as const;

function commandSections(): string {
  return COMMANDS.map(commandSection).join('\n');
}

function commandSection(command: CommandSpec): string {
  const {name, alias, operands, summary, options, examples} = command;
  const usage = ['prox', name, ...operands].join(' ').replaceAll('...', '…');
  const also = alias === undefined ? '' : ` (also \`prox ${alias}\`)`;
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, text]) => `${line.padEnd(width)}   # ${text}\n`).join('');
  return [
    `### \`${usage}\`\n\n${summary}${also}.\n`,
    ...(options.length > 0 ? [optionsTable(options)] : []),
    `\`\`\`sh\n${lines}\`\`\`\n`,
  ].join('\n');
}

/** Options without a text are not for people. */
function optionsTable(options: CommandSpec['options']): string {
  return table(
    ['Option', 'Meaning'],
    options
      .filter(([, text]) => text !== undefined)
      .map(([flags, text = '']) => [`\`${flags}\``, text]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map(cells => `| ${cells.join(' | ')} |\n`).join('');
}
