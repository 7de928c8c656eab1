import {toWire} from '../../api/wire.ts';
import {faultOf} from '../../config/file-fault.ts';
import {ExitCode, ProxError} from '../../core/errors.ts';
import {portConflictText} from '../../core/port-holder-text.ts';
import type {ProcessSummary} from '../../core/process-report.ts';
import type {Prox, SupervisorStatus} from '../../core/prox.ts';
import {harmless} from '../../core/sanitize.ts';
import {connect} from '../connect.ts';
import type {Command, Invocation, Outcome} from '../context.ts';
import {showLive} from '../live-view.ts';
import type {Options} from '../options.ts';
import {expandNames, groupedNames} from '../process-names.ts';
import type {GraphForm} from '../show-stack.ts';
import {isUnwell, renderStatus} from '../../render/status-table.ts';

export const run: Command = async invocation => {
  const view = viewOf(invocation.options);
  const form = invocation.options.choice('graph', GRAPH_FORMS);
  const {prox} = await connect(invocation);
  switch (view) {
    case 'watch':
      return watch(prox, invocation);
    case 'graph':
      return (await import('../show-stack.ts')).showGraph(prox, form, invocation);
    case 'timings':
      return (await import('../show-stack.ts')).showTimings(prox, invocation);
    case undefined:
      return showOnce(prox, invocation);
  }
};

const GRAPH_FORMS: readonly GraphForm[] = ['text', 'mermaid', 'json'];
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
  const [list, status] = await Promise.all([prox.processes(), prox.status()]);
  const names = expandNames(invocation.args, groupedNames(list));
  const processes = list.processes.filter(({name}) => names.length === 0 || names.includes(name));
  await invocation.output.print(textOf({status, processes}, invocation));
  await noteOfPorts(processes, invocation);
  await noteOfConfig(status, invocation);
  return processes.some(isUnwell) ? ExitCode.failed : ExitCode.done;
}

async function noteOfPorts(
  processes: readonly ProcessSummary[],
  {output}: Invocation,
): Promise<void> {
  for (const {name, portConflict} of processes) {
    if (portConflict === undefined) continue;
    const news = harmless(portConflictText(portConflict));
    await output.note(`note: ${name} ${news}: Run \`prox why ${name}\`.`);
  }
}

async function noteOfConfig(
  {configChanged, configFile}: SupervisorStatus,
  {options, output}: Invocation,
): Promise<void> {
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
  const {loadConfig} = await import('../../config/load.ts'); // who is asked often does not pay for that
  const {ok} = await loadConfig(file);
  return ok ? undefined : 'has problems (`prox config check` shows them)';
}

/** Until prox ends, or the reader of the output does. */
async function watch(prox: Prox, invocation: Invocation): Promise<Outcome> {
  return showLive(invocation, async view => {
    for await (const {processes} of prox.followProcesses({}, {signal: view.ended})) {
      const shown = {status: await prox.status(), processes};
      await view.show(() => ({text: textOf(shown, invocation), footer: 0}));
    }
  });
}

interface Shown {
  readonly status: SupervisorStatus;
  readonly processes: readonly ProcessSummary[];
}

function textOf(shown: Shown, {options, output}: Invocation): string {
  return options.isSet('json')
    ? JSON.stringify(toWire(shown))
    : renderStatus(shown.processes, output);
}
