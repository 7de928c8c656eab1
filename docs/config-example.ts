import {stringify} from 'yaml';
import {forms, jsonSchema, type JsonSchema} from '../src/config/json-schema.ts';

/** Keys without a default that are in force in the example; the others are commented out. */
const IN_FORCE = new Set([
  'processes.web.port',
  'processes.web.healthcheck',
  'processes.web.healthcheck.http',
  'dependencies.db.check.tcp',
  'proxy',
  'services.web.port',
]);

interface Entries {
  /** Of the one that is written in its long form. */
  readonly name: string;
  /** A second entry in its short form. */
  readonly short?: string;
}

/** Maps by name. */
const ENTRIES: Readonly<Record<string, Entries>> = {
  processes: {name: 'web', short: 'worker: npm run worker'},
  tasks: {name: 'migrate', short: 'seed: npm run seed'},
  dependencies: {name: 'db'},
  services: {name: 'web', short: 'docs: 4000'},
};

const COMMENT_WIDTH = 96;

/** prox.yaml.example: every key with its description and its default or an example. */
export function exampleFile(): string {
  const head = [
    '# Every key of prox.yaml. A key that is commented out shows an example, the others their default.',
    '# yaml-language-server: $schema=./schema/prox.schema.json',
    '',
  ];
  return [...head, ...mapLines(jsonSchema(), []), ''].join('\n');
}

type Path = readonly string[];

function mapLines({properties = {}, required = []}: JsonSchema, path: Path): readonly string[] {
  return Object.entries(properties).flatMap(([key, property]) => {
    if (typeof property !== 'object') return [];
    const here = [...path, key];
    const inForce =
      required.includes(key) || property.default !== undefined || IN_FORCE.has(here.join('.'));
    const separator = path.length === 0 ? [''] : [];
    return [...comment(property, path), ...keyLines(property, here, inForce), ...separator];
  });
}

function keyLines(property: JsonSchema, path: Path, inForce: boolean): readonly string[] {
  const indent = '  '.repeat(path.length - 1);
  const key = `${indent}${inForce ? '' : '# '}${path.at(-1) ?? ''}:`;
  if (property.properties) return [key, ...mapLines(property, path)];
  const entries = ENTRIES[path.join('.')];
  if (entries) return [key, ...namedLines(property, path, entries)];
  const line = `${key} ${inline(property.examples?.[0] ?? property.default)}`;
  const long = forms(property).find(form => form.properties);
  return long
    ? [line, ...[`${indent}${path.at(-1) ?? ''}:`, ...mapLines(long, path)].map(commentedOut)]
    : [line];
}

/** An entry in its long form, with every key, and one in its short form. */
function namedLines(
  {additionalProperties}: JsonSchema,
  path: Path,
  {name, short}: Entries,
): readonly string[] {
  const entries = typeof additionalProperties === 'object' ? forms(additionalProperties) : [];
  const long = entries.find(form => form.properties) ?? {};
  const lines = [`  ${name}:`, ...mapLines(long, [...path, name])];
  return short === undefined ? lines : [...lines, `  ${short}`];
}

function commentedOut(line: string): string {
  return line.replace(/^( *)(?!#| )/, '$1# ');
}

function inline(value: unknown): string {
  const flow = {collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0} as const;
  return stringify(value, flow).trimEnd();
}

function comment({description = ''}: JsonSchema, path: Path): readonly string[] {
  const indent = `${'  '.repeat(path.length)}# `;
  const lines: string[] = [];
  let line = '';
  for (const word of description.split(' ')) {
    if (line !== '' && indent.length + line.length + word.length >= COMMENT_WIDTH) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, indent + line];
}
