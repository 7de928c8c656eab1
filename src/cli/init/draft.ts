import type {Condition} from '../../core/dependency-graph.ts';

/** What prox.yaml will hold, while it is put together. */

export type Section = 'processes' | 'tasks' | 'dependencies';

/** As prox.yaml writes it. */
export type Value =
  | string
  | number
  | boolean
  | readonly Value[]
  | {readonly [key: string]: Value | undefined};

/** A process, task or dependency. */
export interface Entry {
  readonly section: Section;
  /** As its source calls it; what prox calls it once it is combined with those of other sources. */
  readonly name: string;
  /** Of prox.yaml, without `depends_on`. */
  readonly keys: Readonly<Record<string, Value>>;
  /** `depends_on`, by the names of the source. */
  readonly needs: Readonly<Record<string, Condition>>;
  /** What the reader has to know, above all what was not carried over. One line each. */
  readonly remarks: readonly string[];
}

/** What one file of another tool comes to. */
export interface Contribution {
  /** The file, seen from the folder of prox.yaml. */
  readonly source: string;
  readonly entries: readonly Entry[];
  /** Its tool reads `.env` by itself, for all that it runs. */
  readonly readsDotEnv: boolean;
  /** What `npm run NAME` runs in the folder of prox.yaml. */
  readonly scripts?: Readonly<Record<string, string>>;
  /** As those of an entry, about the file as a whole. */
  readonly remarks: readonly string[];
}

export interface Draft {
  /** Where it comes from. */
  readonly sources: readonly string[];
  /** Read for all. */
  readonly envFile: string | undefined;
  readonly entries: readonly Entry[];
  readonly remarks: readonly string[];
}

/** The remark about something that prox.yaml has no place for. */
export function notCarriedOver(what: string): string {
  return `not carried over: ${what}`;
}

/** Without the keys that have no value. */
export function defined(keys: Readonly<Record<string, Value | undefined>>): Entry['keys'] {
  const found: Record<string, Value> = {};
  for (const [key, value] of Object.entries(keys)) if (value !== undefined) found[key] = value;
  return found;
}
