import {toWire} from '../../api/wire.ts';
import {faultOf} from '../../config/file-fault.ts';
import {loadConfig} from '../../config/load.ts';
import {ExitCode, ProxError} from '../../core/errors.ts';
import {portConflictText} from '../../core/port-holder-text.ts';
import type {ProcessSummary} from '../../core/process-report.ts';
import type {Prox} from '../../core/prox.ts';
import {harmless} from '../../core/sanitize.ts';
import {connect} from '../connect.ts';
import type {Command, Invocation, Outcome} from '../context.ts';
import {isGone} from '../gone.ts';
import type {Options} from '../options.ts';
import {expandNames, groupedNames} from '../process-names.ts';
import {graphToText, toGraph} from '../render/dependency-graph.ts';
import {graphToMermaid} from '../render/mermaid-graph.ts';
import {renderStartUp} from '../render/start-up-chart.ts';
import {isUnwell, renderStatus} from '../render/status-table.ts';

export const run: Command = async invocation => {
  const view = viewOf(invocation.options);
  const form = invocation.options.choice('graph', GRAPH_FORMS);
  const {prox} = await connect(invocation);
  switch (view) {
    case 'watch':
      return watch(prox, invocation);
    case 'graph':
      return showGraph(prox, form, invocation);
    case 'timings':
      return showTimings(prox, invocation);
    case undefined:
      return showOnce(prox, invocation);
  }
};

const GRAPH_FORMS = ['text', 'mermaid', 'json'] as const;
const VIEWS = ['watch', 'graph', 'timings'] as const;

/** @throws ProxError USAGE when there are several */
function viewOf(options: Options): (typeof VIEWS)[number] | undefined {
  const [view, other] = VIEWS.filter(
    name => options.isSet(name) || options.text(name) !== undefined,
  );
  if (other === undefined) return view;
  throw new ProxError('USAGE', {detail: `--${view} and --${other} exclude each other`});
}

async function showOnce(prox: Prox, invocation: Invocation): Promise<Outcome> {
  const list = await prox.processes();
  const names = expandNames(invocation.args, groupedNames(list));
  const processes = list.processes.filter(({name}) => names.length === 0 || names.includes(name));
  await show(prox, processes, invocation);
  await noteOfPorts(processes, invocation);
  await noteOfConfig(prox, invocation);
  return processes.some(isUnwell) ? ExitCode.failed : ExitCode.done;
}

async function noteOfPorts(
  processes: readonly ProcessSummary[],
  {output}: Invocation,
): Promise<void> {
  for (const {name, portConflict} of processes) {
    if (portConflict === undefined) continue;
    const news = harmless(portConflictText(portConflict));
    await output.note(`note: ${name} ${news}; see \`prox why ${name}\``);
  }
}

async function noteOfConfig(prox: Prox, {options, output}: Invocation): Promise<void> {
  const {configChanged, configFile} = await prox.status();
  if (!configChanged) return;
  // Behind an address there may be another machine, whose file cannot be looked at.
  const isHere = options.text('addr') === undefined;
  const trouble = isHere ? await troubleOf(configFile) : undefined;
  await output.note(
    trouble === undefined
      ? `note: ${configFile} is not what runs; \`prox reload\` applies it`
      : `note: ${configFile} ${trouble}; everything runs on as it was`,
  );
}

/** Why a reload would not apply the file; undefined when it would. */
async function troubleOf(file: string): Promise<string | undefined> {
  if ((await faultOf(file)) === 'does not exist') return 'is gone';
  const {ok} = await loadConfig(file);
  return ok ? undefined : 'has problems (`prox config check` shows them)';
}

type GraphForm = (typeof GRAPH_FORMS)[number];

async function showGraph(
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

async function showTimings(prox: Prox, {options, output}: Invocation): Promise<Outcome> {
  const report = await prox.startUp();
  const text = options.isSet('json')
    ? JSON.stringify(toWire(report))
    : renderStartUp(report, output);
  await output.print(text);
  return ExitCode.done;
}

/** Until prox ends, or the reader of the output does. */
async function watch(prox: Prox, invocation: Invocation): Promise<Outcome> {
  const {output} = invocation;
  try {
    for await (const {processes} of prox.followProcesses({}, {signal: output.gone})) {
      if (output.isTerminal && !invocation.options.isSet('json')) await output.write(CLEAR_SCREEN);
      await show(prox, processes, invocation);
    }
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  return ExitCode.done;
}

/** Cursor home, then erase to the end of the screen (ECMA-48). */
const CLEAR_SCREEN = '\u001b[H\u001b[J';

async function show(
  prox: Prox,
  processes: readonly ProcessSummary[],
  {options, output}: Invocation,
): Promise<void> {
  const text = options.isSet('json')
    ? JSON.stringify(toWire({status: await prox.status(), processes}))
    : renderStatus(processes, output);
  await output.print(text);
}
