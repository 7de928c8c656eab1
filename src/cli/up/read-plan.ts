import type {Config} from '../../config/config.ts';
import {idleness} from '../../config/verdict.ts';
import {ProxError} from '../../core/errors.ts';
import type {Invocation} from '../context.ts';
import {loadProject} from '../load-project.ts';
import {assertOne} from '../process-names.ts';
import {configFileHere} from '../project-file.ts';
import {CurrentConfig} from './current-config.ts';
import {withProxyFlags} from './proxy-flags.ts';
import {readSelection, type Selection, startedBy} from './selection.ts';
import type {UpPlan} from './up-plan.ts';
import {readWishes, type Wishes} from './wishes.ts';

/**
 * What `prox up` was asked to do; undefined when prox.yaml has problems, which are told.
 * @throws ProxError USAGE, CONFIG_NOT_FOUND, PROCESS_NOT_FOUND
 */
export async function readPlan(invocation: Invocation): Promise<UpPlan | undefined> {
  const {options, output} = invocation;
  const wishes = readWishes(options);
  const config = await loadProject(await configFileHere(invocation), output);
  if (config === undefined) return undefined;
  return toPlan(config, wishes, invocation);
}

async function toPlan(loaded: Config, wishes: Wishes, invocation: Invocation): Promise<UpPlan> {
  const selection = readSelection(invocation.args, invocation.options, loaded);
  const started = startedBy(loaded, selection);
  assertStarted(wishes.endRules.exitCodeFrom, started, loaded);
  if (started.length === 0) await noteIdleness(loaded, selection, invocation);
  const current = new CurrentConfig(config => withWishes(config, wishes));
  const config = await current.complete(loaded);
  return {
    ...wishes,
    config,
    selection,
    isTerminal: invocation.output.isTerminal,
    readConfig: async () => current.read(config.file),
  };
}

/** @throws ProxError PROCESS_NOT_FOUND, USAGE when it will not run */
function assertStarted(name: string | undefined, started: readonly string[], config: Config): void {
  if (name === undefined) return;
  assertOne(name, config);
  if (started.includes(name)) return;
  throw new ProxError('USAGE', {
    detail: `--exit-code-from ${name}: it is not among what is to run`,
    hint: started.length === 0 ? 'Nothing is.' : `These are: ${started.join(', ')}.`,
  });
}

/** @throws ProxError USAGE when it is the command line that leaves nothing to run */
async function noteIdleness(
  config: Config,
  {names}: Selection,
  {options, output}: Invocation,
): Promise<void> {
  if (names !== undefined || config.processes.some(({autostart}) => autostart)) {
    throw new ProxError('USAGE', {
      detail: 'nothing is left to run',
      hint: '--exclude takes out all that was chosen.',
    });
  }
  if (options.isSet('detachedChild')) return;
  const text = idleness(config);
  if (text !== undefined) await output.note(`note: ${text}`);
}

function withWishes(config: Config, {apiPort = config.api.port, proxyFlags}: Wishes): Config {
  return withProxyFlags({...config, api: {...config.api, port: apiPort}}, proxyFlags);
}
