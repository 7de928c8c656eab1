import {statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Project} from './project.ts';

/** Files written before and after this never bear the same time: the clock of the kernel advances in steps. */
export function passTick({home}: Project): void {
  const now = Date.now() + 1;
  const probe = join(home, 'tick');
  do writeFileSync(probe, '');
  while (statSync(probe).ctimeMs <= now);
}
