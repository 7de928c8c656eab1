import {join} from 'node:path';
import {EVENTS_FILE, EventFile} from '../../daemon/event-file.ts';
import type {Output} from '../output.ts';

/** Keeps what happened over restarts of prox. A full disk costs the memory of events, but no process: it is told once. */
export async function openJournal(stateDir: string, output: Output): Promise<EventFile> {
  const path = join(stateDir, EVENTS_FILE);
  return EventFile.open({
    path,
    onFailure: error =>
      void output.complain(`prox: cannot keep events in ${path}: ${String(error)}`),
  });
}
