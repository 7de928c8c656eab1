import {exampleFile} from './example.ts';
import {jsonSchema} from './json-schema.ts';
import {referenceTables} from './reference.ts';

/** A file of the repository that follows from the declaration of prox.yaml. */
export interface GeneratedFile {
  /** From the root of the repository. */
  readonly path: string;
  /** The whole content; what is written by hand in `current` is kept. */
  readonly render: (current: string) => string;
}

export const CONFIG_FILES: readonly GeneratedFile[] = [
  {
    path: 'schema/prox.schema.json',
    render: () => `${JSON.stringify(jsonSchema(), undefined, 2)}\n`,
  },
  {path: 'docs/reference/config.md', render: current => fillTables(current, referenceTables())},
  {path: 'prox.yaml.example', render: exampleFile},
];

const BEGIN = '<!-- generated: begin -->';
const END = '<!-- generated: end -->';

function fillTables(current: string, tables: string): string {
  const begin = current.indexOf(BEGIN);
  const end = current.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`${BEGIN} and ${END} must be in the file`);
  return `${current.slice(0, begin + BEGIN.length)}\n\n${tables}\n\n${current.slice(end)}`;
}
