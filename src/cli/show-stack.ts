import {toWire} from '../api/wire.ts';
import {ExitCode} from '../core/errors.ts';
import type {ProcessSummary} from '../core/process-report.ts';
import type {Prox} from '../core/prox.ts';
import type {Invocation, Outcome} from './context.ts';
import {graphToText, toGraph} from '../render/dependency-graph.ts';
import {graphToMermaid} from '../render/mermaid-graph.ts';
import {renderStartUp} from '../render/start-up-chart.ts';

export type GraphForm = 'text' | 'mermaid' | 'json';

/** What needs what. */
export async function showGraph(
  prox: Prox,
  form: GraphForm | undefined,
  {options, output}: Invocation,
): Promise<Outcome> {
  const {processes} = await prox.processes();
  await output.print(
    graphText(processes, options.isSet('json') ? 'json' : (form ?? 'text'), output),
  );
  return ExitCode.done;
}

function graphText(
  processes: readonly ProcessSummary[],
  form: GraphForm,
  output: Invocation['output'],
): string {
  switch (form) {
    case 'text':
      return graphToText(processes, output);
    case 'mermaid':
      return graphToMermaid(toGraph(processes));
    case 'json':
      return JSON.stringify(toGraph(processes));
  }
}

/** How the start went. */
export async function showTimings(prox: Prox, {options, output}: Invocation): Promise<Outcome> {
  const report = await prox.startUp();
  const text = options.isSet('json')
    ? JSON.stringify(toWire(report))
    : renderStartUp(report, output);
  await output.print(text);
  return ExitCode.done;
}
