import type {LogsConfig} from '../config/config.ts';
import type {Clock} from '../core/clock.ts';
import {ProcessTable} from '../os/process-table.ts';
import {ChildrenLedger} from './children-ledger.ts';
import {Guardian} from './guardian.ts';
import type {LogStore} from './log-store.ts';
import {PipeMaker} from './pipe-maker.ts';
import {PortWatch} from './port-watch.ts';

/** What all runs of one supervisor share. */
export interface RunHost {
  readonly instance: string;
  readonly clock: Clock;
  readonly log: LogStore;
  readonly table: ProcessTable;
  readonly pipes: PipeMaker;
  readonly guardian: Guardian;
  readonly ledger: ChildrenLedger;
  readonly ports: PortWatch;
  readonly maxLineBytes: number;
}

export interface RunHostOptions {
  readonly instance: string;
  readonly clock: Clock;
  readonly log: LogStore;
  readonly limits: LogsConfig;
  /** Replaces the ledger of children. */
  readonly saveLedger: (text: string) => Promise<void>;
}

export function createRunHost(options: RunHostOptions): RunHost {
  const {instance, clock, log, limits, saveLedger} = options;
  return {
    instance,
    clock,
    log,
    table: new ProcessTable(),
    pipes: new PipeMaker(clock),
    guardian: new Guardian(instance),
    ledger: new ChildrenLedger({instance, save: saveLedger}),
    ports: new PortWatch({clock}),
    maxLineBytes: limits.maxLineBytes,
  };
}
