import {isAlias, isMap, isScalar, isSeq} from 'yaml';
import type {Alias, Node, Pair, Scalar, YAMLMap} from 'yaml';
import type {Problem} from './yaml-document.ts';

/** What aliases repeat is counted each time: a bomb needs millions. A large project has some thousands. */
const MAX_VALUES = 20_000;

export interface Structure {
  readonly problems: readonly Problem[];
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>;
  /** The tree can be turned into values: every alias ends, and soon, and they are not too many. */
  readonly sound: boolean;
}

/** Duplicate keys, aliases that lead nowhere, into themselves or into a bomb, and wrong merges. */
export function checkStructure(root: Node): Structure {
  const walk = new StructureWalk();
  walk.visit(root);
  return walk;
}

class StructureWalk implements Structure {
  readonly problems: Problem[] = [];
  readonly targets = new Map<Alias, Node>();
  sound = true;
  /** The latest node of each name: an anchor may be given again. */
  readonly #anchors = new Map<string, Node>();
  /** How many values a node stands for, itself included. */
  readonly #sizes = new Map<Node, number>();
  readonly #open = new Set<Node>();
  #values = 0;

  visit(node: unknown): void {
    if (isAlias(node)) this.#visitAlias(node);
    else if (isMap(node) || isSeq(node) || isScalar(node)) this.#visitContent(node);
  }

  #visitContent(node: Node): void {
    const before = this.#values;
    this.#count(node, 1);
    if ('anchor' in node && typeof node.anchor === 'string') this.#anchors.set(node.anchor, node);
    this.#open.add(node);
    if (isMap(node)) this.#visitMap(node);
    if (isSeq(node)) for (const item of node.items) this.visit(item);
    this.#open.delete(node);
    this.#sizes.set(node, this.#values - before);
  }

  #visitAlias(alias: Alias): void {
    const target = this.#anchors.get(alias.source);
    if (!target) {
      this.#breakAt(alias, `the anchor \`&${alias.source}\` does not come before this alias`);
      return;
    }
    if (this.#open.has(target)) {
      this.#breakAt(alias, `the alias \`*${alias.source}\` stands inside what it stands for`);
      return;
    }
    this.targets.set(alias, target);
    this.#count(alias, this.#sizes.get(target) ?? 1);
  }

  #visitMap(map: YAMLMap): void {
    const seen = new Set<string>();
    for (const pair of map.items) {
      if (isMergePair(pair)) this.#checkMerge(pair);
      else if (isScalar(pair.key)) this.#checkKey(pair.key, seen);
      this.visit(pair.value);
    }
  }

  #count(node: Node, values: number): void {
    const before = this.#values;
    this.#values += values;
    if (before <= MAX_VALUES && this.#values > MAX_VALUES) {
      this.#breakAt(node, `the file holds more than ${MAX_VALUES} values, aliases followed`);
    }
  }

  #checkKey(key: Scalar, seen: Set<string>): void {
    const name = String(key.value);
    if (seen.has(name)) this.#report(key, `duplicate key \`${name}\``);
    // JavaScript objects cannot hold it as an ordinary key.
    if (name === '__proto__') this.#report(key, 'the key `__proto__` is not allowed');
    seen.add(name);
  }

  #checkMerge({value}: Pair): void {
    const sources = isSeq(value) ? value.items : [value];
    for (const source of sources) {
      const target = isAlias(source) ? this.#anchors.get(source.source) : source;
      if (target !== undefined && !isMap(target)) {
        this.#breakAt(source, '`<<` merges maps; this is not one');
      }
    }
  }

  #breakAt(node: unknown, message: string): void {
    this.sound = false;
    this.#report(node, message);
  }

  #report(node: unknown, message: string): void {
    this.problems.push({offset: startOf(node) ?? 0, message});
  }
}

/** A plain `<<`; a quoted one is an ordinary key. */
export function isMergePair({key}: Pair): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

/** Offset of the first character of a node; undefined for a value that was left out. */
export function startOf(node: unknown): number | undefined {
  if (!isAlias(node) && !isMap(node) && !isSeq(node) && !isScalar(node)) return undefined;
  const [start, end] = node.range ?? [0, 0];
  return isScalar(node) && node.value === null && start === end ? undefined : start;
}
