import {toWire} from '../api/wire.ts';
import {pause} from '../core/clock.ts';
import type {Prox} from '../core/prox.ts';
import type {ProcessUsage} from '../core/stats.ts';
import type {Invocation} from './context.ts';
import {isGone} from './gone.ts';
import {expandNames, groupedNames} from './process-names.ts';
import {CLEAR_SCREEN} from './render/clear-screen.ts';
import {renderTrees, renderUsage} from './render/usage-table.ts';

/** prox measures no more often. */
const REFRESH_MS = 2000;

export type Order = (processes: readonly ProcessUsage[]) => readonly ProcessUsage[];

export interface UsageView {
  readonly prox: Prox;
  readonly invocation: Invocation;
  /** Of the table of all; that of prox.yaml unless told. */
  readonly order?: Order;
}

export async function showUsage(view: UsageView): Promise<void> {
  await view.invocation.output.print(await usageText(view));
}

/** Until prox ends, or the reader of the output does. */
export async function watchUsage(view: UsageView): Promise<void> {
  const {clock, output, options} = view.invocation;
  const clear = output.isTerminal && !options.isSet('json') ? CLEAR_SCREEN : '';
  try {
    while (!output.gone.aborted) {
      await output.print(clear + (await usageText(view)));
      await pause(clock, REFRESH_MS, output.gone);
    }
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

async function usageText({prox, invocation, order = same}: UsageView): Promise<string> {
  const {args, options, output} = invocation;
  const isJson = options.isSet('json');
  if (args.length > 0) {
    const names = expandNames(args, groupedNames(await prox.processes()));
    const processes = await Promise.all(names.map(async name => prox.processStats({name})));
    return isJson ? JSON.stringify(toWire({processes})) : renderTrees(processes, output);
  }
  const [stats, usage] = await Promise.all([prox.stats(), prox.usage()]);
  const shown = {stats, processes: order(usage.processes)};
  return isJson ? JSON.stringify(toWire(shown)) : renderUsage(shown, output.paint);
}

function same(processes: readonly ProcessUsage[]): readonly ProcessUsage[] {
  return processes;
}
