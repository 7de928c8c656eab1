import type {LogsConfig, ProcessConfig} from '../config/config.ts';
import type {Clock} from '../core/clock.ts';
import type {ReportEvent} from '../core/event.ts';
import type {Health} from '../core/health.ts';
import {ProcessTable} from '../os/process-table.ts';
import {ChildrenLedger} from './children-ledger.ts';
import {Guardian} from './guardian.ts';
import type {HealthCheckerOptions} from './health-checker.ts';
import type {LogStore} from './log-store.ts';
import {PipeMaker} from './pipe-maker.ts';
import {PortWatch} from './port-watch.ts';
import {UsageSampler} from './usage-sampler.ts';

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
  readonly usage: UsageSampler;
  readonly maxLineBytes: number;
  readonly report: ReportEvent;
}

/** How it is to be stopped: as it is defined by then. */
export type StopPlan = Pick<ProcessConfig, 'stopCmd' | 'stopSignal' | 'stopTimeoutMs'>;

/** Told what a run shows while it lives. */
export interface RunObserver extends Pick<HealthCheckerOptions, 'objection'> {
  readonly onSpawned: () => void;
  readonly onFirstOutput: () => void;
  /** After each check: what its health has become, or that it is the same. */
  readonly onHealth: (change: Health | 'same') => void;
}

export interface RunHostOptions {
  readonly instance: string;
  readonly clock: Clock;
  readonly log: LogStore;
  readonly limits: LogsConfig;
  /** Replaces the ledger of children. */
  readonly saveLedger: (text: string) => Promise<void>;
  readonly report: ReportEvent;
}

export function createRunHost(options: RunHostOptions): RunHost {
  const {instance, clock, log, limits, saveLedger, report} = options;
  const table = new ProcessTable();
  return {
    instance,
    clock,
    log,
    table,
    pipes: new PipeMaker(clock),
    guardian: new Guardian(instance),
    ledger: new ChildrenLedger({instance, save: saveLedger}),
    ports: new PortWatch({clock}),
    usage: new UsageSampler({clock, table}),
    maxLineBytes: limits.maxLineBytes,
    report,
  };
}

/** No run is to come. The guardian stays for what could not be ended. */
export async function closeRunHost(
  {pipes, usage, ledger, guardian}: RunHost,
  outcome: 'allGone' | 'someLeft',
): Promise<void> {
  pipes.dropSpares();
  usage.stop();
  await ledger.flush();
  if (outcome === 'allGone') guardian.dismiss();
}
