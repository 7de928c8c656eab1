import {keysAt} from './declared-services.ts';
import type {Path} from './yaml-places.ts';

/** Where each kind of thing is written. */
export const SECTIONS = {
  process: 'processes',
  task: 'tasks',
  dependency: 'dependencies',
} as const;

export type Kind = keyof typeof SECTIONS;

/** Something with a name, before the schema has said what is wrong with it. */
interface DeclaredName {
  readonly kind: Kind;
  readonly name: string;
  readonly path: Path;
}

const KINDS = ['process', 'task', 'dependency'] as const;

/** Processes first, then tasks, then dependencies. */
export function declaredNames(data: unknown): readonly DeclaredName[] {
  return KINDS.flatMap(kind =>
    keysAt([SECTIONS[kind]], data).map(name => ({kind, name, path: [SECTIONS[kind], name]})),
  );
}
