import type {Prox} from '../core/prox.ts';
import {unknownProcess} from '../core/unknown-process.ts';

/** Before anything is done to any of them. @throws ProxError PROCESS_NOT_FOUND with the nearest name */
export async function checkNames(prox: Prox, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const {processes} = await prox.processes();
  assertKnown(
    names,
    processes.map(({name}) => name),
  );
}

/** @throws ProxError PROCESS_NOT_FOUND with the nearest name */
export function assertKnown(names: readonly string[], known: readonly string[]): void {
  const unknown = names.find(name => !known.includes(name));
  if (unknown !== undefined) throw unknownProcess(unknown, known);
}
