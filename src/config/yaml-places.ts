import {isAlias, isMap, isScalar, isSeq} from 'yaml';
import type {Alias, Node, Pair, YAMLMap} from 'yaml';
import {isMergePair, startOf} from './yaml-structure.ts';

export type Path = readonly PropertyKey[];

interface Entry {
  /** Undefined for the root and for items of lists. */
  readonly key: unknown;
  readonly value: unknown;
}

/** Finds where a path of the data (`processes`, `web`, `port`) stands in the text, through aliases and merges. */
export class YamlPlaces {
  readonly #root: Node;
  readonly #targets: ReadonlyMap<Alias, Node>;
  readonly #indexes = new Map<YAMLMap, ReadonlyMap<string, Pair>>();

  constructor(root: Node, targets: ReadonlyMap<Alias, Node>) {
    this.#root = root;
    this.#targets = targets;
  }

  /** Offset of the key; for an item of a list, of the item; for what is not there, of its nearest owner. */
  key(path: Path): number {
    const entry = this.#find(path);
    if (!entry) return this.key(path.slice(0, -1));
    return startOf(entry.key) ?? startOf(entry.value) ?? 0;
  }

  /** Offset of the value; of the key when the value was left out. */
  value(path: Path): number {
    return startOf(this.#find(path)?.value) ?? this.key(path);
  }

  /** A scalar as it was written (`1.10`), which its value (1.1) no longer tells. */
  text(path: Path): string | undefined {
    const node = this.#resolve(this.#find(path)?.value);
    return isScalar(node) ? node.source : undefined;
  }

  #find(path: Path): Entry | undefined {
    let entry: Entry | undefined = {key: undefined, value: this.#root};
    for (const segment of path) {
      entry = entry && this.#child(this.#resolve(entry.value), segment);
    }
    return entry;
  }

  #child(owner: unknown, segment: PropertyKey): Entry | undefined {
    if (isSeq(owner)) {
      const value = owner.items[Number(segment)];
      return value === undefined ? undefined : {key: undefined, value};
    }
    if (!isMap(owner)) return undefined;
    return this.#index(owner).get(String(segment)) ?? this.#merged(owner, segment);
  }

  #merged(map: YAMLMap, segment: PropertyKey): Entry | undefined {
    for (const {value} of map.items.filter(isMergePair)) {
      const source = this.#resolve(value);
      for (const item of isSeq(source) ? source.items : [source]) {
        const entry = this.#child(this.#resolve(item), segment);
        if (entry) return entry;
      }
    }
    return undefined;
  }

  #index(map: YAMLMap): ReadonlyMap<string, Pair> {
    const known = this.#indexes.get(map);
    if (known) return known;
    const pairs = map.items.filter(pair => !isMergePair(pair) && isScalar(pair.key));
    const index = new Map(
      pairs.map(pair => [isScalar(pair.key) ? String(pair.key.value) : '', pair]),
    );
    this.#indexes.set(map, index);
    return index;
  }

  #resolve(node: unknown): unknown {
    return isAlias(node) ? this.#targets.get(node) : node;
  }
}
