import type {Prox} from '../core/prox.ts';
import {unknownProcess} from '../core/unknown-process.ts';

/** The names of all processes, in the order of prox.yaml: of a config, or of what a prox answers. */
export function namesOf({
  processes,
}: {
  readonly processes: readonly {readonly name: string}[];
}): readonly string[] {
  return processes.map(({name}) => name);
}

/** Before anything is done to any of them. @throws ProxError PROCESS_NOT_FOUND with the nearest name */
export async function checkNames(prox: Prox, names: readonly string[]): Promise<void> {
  if (names.length > 0) assertKnown(names, namesOf(await prox.processes()));
}

/** @throws ProxError PROCESS_NOT_FOUND with the nearest name */
export function assertKnown(names: readonly string[], known: readonly string[]): void {
  const unknown = names.find(name => !known.includes(name));
  if (unknown !== undefined) throw unknownProcess(unknown, known);
}
