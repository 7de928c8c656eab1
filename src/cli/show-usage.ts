import {toWire} from '../api/wire.ts';
import {pause} from '../core/clock.ts';
import type {Prox} from '../core/prox.ts';
import type {ProcessUsage} from '../core/stats.ts';
import type {Invocation, Outcome} from './context.ts';
import {showLive} from './live-view.ts';
import {expandNames, groupedNames} from './process-names.ts';
import type {Frame} from '../render/screen.ts';
import {renderTrees, renderUsage, SUMS} from '../render/usage-table.ts';

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
  const draw = await look(view);
  await view.invocation.output.print(draw().text);
}

/** Until prox ends, or the reader of the output does. */
export async function watchUsage(view: UsageView): Promise<Outcome> {
  return showLive(view.invocation, async live => {
    while (!live.ended.aborted) {
      await live.show(await look(view));
      await pause(view.invocation.clock, REFRESH_MS, live.ended);
    }
  });
}

/** All that is measured now, to be drawn in whatever room there is. */
async function look({prox, invocation, order = same}: UsageView): Promise<() => Frame> {
  const {args, options, output} = invocation;
  const isJson = options.isSet('json');
  if (args.length > 0) {
    const names = expandNames(args, groupedNames(await prox.processes()));
    const processes = await Promise.all(names.map(async name => prox.processStats({name})));
    const text = (): string =>
      isJson ? JSON.stringify(toWire({processes})) : renderTrees(processes, output);
    return () => ({text: text(), footer: 0});
  }
  const [stats, usage] = await Promise.all([prox.stats(), prox.usage()]);
  const shown = {stats, processes: order(usage.processes)};
  const text = (): string => (isJson ? JSON.stringify(toWire(shown)) : renderUsage(shown, output));
  return () => ({text: text(), footer: SUMS});
}

function same(processes: readonly ProcessUsage[]): readonly ProcessUsage[] {
  return processes;
}
