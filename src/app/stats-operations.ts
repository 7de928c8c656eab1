import {ProxError} from '../core/errors.ts';
import type {ProcessRef, Prox} from '../core/prox.ts';
import type {ProcessStats, Stats, UsageList} from '../core/stats.ts';
import {EventOperations} from './event-operations.ts';

type Operations = Pick<Prox, 'stats' | 'processStats' | 'usage'>;

/** The operations that are about numbers. */
export class StatsOperations extends EventOperations implements Operations {
  async stats(): Promise<Stats> {
    throw new ProxError('INTERNAL_ERROR');
  }

  async processStats(_input: ProcessRef): Promise<ProcessStats> {
    throw new ProxError('INTERNAL_ERROR');
  }

  async usage(): Promise<UsageList> {
    return {processes: []};
  }
}
