import type {DependencyConfig} from '../config/config.ts';
import {runHelper} from './helper-command.ts';
import {type ProbeResult, runProbe} from './probes.ts';
import {INSTANCE_MARK, PROCESS_MARK, signalProcess} from './process-tree.ts';
import type {RunHost} from './run-host.ts';

/** The parts of RunHost that a dependency needs. */
export type DependencyHost = Pick<
  RunHost,
  'instance' | 'clock' | 'log' | 'table' | 'pipes' | 'maxLineBytes' | 'report'
>;

export interface CheckOptions {
  readonly host: DependencyHost;
  readonly env: () => Promise<Readonly<Record<string, string>>>;
  /** Aborted: the check is given up, and its command is killed. */
  readonly signal: AbortSignal;
  /** Longer than this it has failed. */
  readonly limitMs: number;
}

/** One look whether it is there; never rejects. A command is a child of prox like that of a healthcheck. */
export async function checkDependency(
  {name, check, cwd}: DependencyConfig,
  {host, env, signal, limitMs}: CheckOptions,
): Promise<ProbeResult> {
  const {instance, clock, pipes} = host;
  return runProbe(check, {
    clock,
    timeoutMs: limitMs,
    signal,
    runCommand: async (cmd, end) =>
      runHelper({
        cmd,
        cwd,
        env: {...(await env()), [INSTANCE_MARK]: instance, [PROCESS_MARK]: name},
        pipes,
        clock,
        signal: end,
      }),
  });
}

/** Kills what check commands have left behind outside of their process group (Linux, by the mark). */
export async function endStrays(name: string, {instance, table}: DependencyHost): Promise<void> {
  for (const row of await table.rows()) {
    const isStray =
      row.hasMark(`${INSTANCE_MARK}=${instance}`) && row.hasMark(`${PROCESS_MARK}=${name}`);
    if (isStray && row.pid !== process.pid) signalProcess(row.pid, 'SIGKILL');
  }
}
