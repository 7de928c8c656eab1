import type {Config} from './config.ts';
import {SECTIONS} from './declared-names.ts';
import type {Kind} from './declared-names.ts';
import type {FileInput} from './schema.ts';
import type {YamlPlaces} from './yaml-places.ts';

/** What a config is built of. */
export interface BuildSource {
  /** Checked. */
  readonly input: FileInput;
  readonly places: YamlPlaces;
  readonly origin: Pick<Config, 'file' | 'projectDir' | 'source'>;
  /** Already built: a group stands for its members. */
  readonly groups: Config['groups'];
}

/**
 * In the order of the file. Keys that look like numbers come first in a JavaScript object, wherever they
 * are written.
 */
export function inOrder<T extends {readonly kind: Kind; readonly name: string}>(
  built: readonly T[],
  places: YamlPlaces,
): readonly T[] {
  const place = ({kind, name}: T): number => places.key([SECTIONS[kind], name]);
  return built.toSorted((a, b) => place(a) - place(b));
}
