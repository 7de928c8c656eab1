import {dirname} from 'node:path';
import {ExitCode, ProxError} from '../../core/errors.ts';
import {shellText} from '../../core/shell-text.ts';
import {blockLines, withBlock, type HostsBlock} from '../../os/hosts-block.ts';
import {changeHostsFile, HOSTS_FILE} from '../../os/hosts-file.ts';
import type {Command, Invocation, Outcome} from '../context.ts';
import {configFileAround} from '../project-file.ts';
import {serviceHosts} from '../service-hosts.ts';

const ACTIONS = ['show', 'add', 'remove'] as const;
type Action = (typeof ACTIONS)[number];

export const run: Command = async invocation => manageHosts(invocation, HOSTS_FILE);

/** `prox hosts` on a hosts file at `path`. */
export async function manageHosts(invocation: Invocation, path: string): Promise<Outcome> {
  const action = actionOf(invocation);
  const configFile = await configFileAround(invocation);
  const projectDir = dirname(configFile);
  // What was added can be taken out again even when the config has problems meanwhile.
  const hosts = action === 'remove' ? [] : await serviceHosts(configFile, invocation);
  if (hosts === undefined) return ExitCode.usage;
  const block = {projectDir, hosts};
  if (action === 'show') return show(block, path, invocation);
  const commandAsRoot = asRoot(action, configFile);
  const change = (text: string): string => withBlock(text, block);
  const isChanged = await changeHostsFile({path, change, commandAsRoot});
  await tell({path, block, isChanged}, invocation);
  return ExitCode.done;
}

function actionOf({options}: Invocation): Action {
  const [action = 'show', another] = ACTIONS.filter(name => options.isSet(name));
  if (another === undefined) return action;
  throw new ProxError('USAGE', {detail: `--${action} and --${another} exclude each other`});
}

async function show(
  block: HostsBlock,
  path: string,
  {options, output}: Invocation,
): Promise<Outcome> {
  const lines = blockLines(block);
  if (options.isSet('json')) await output.print(JSON.stringify({file: path, lines}));
  else if (lines.length > 0) await output.print(lines.join('\n'));
  else await output.note('note: this project has no services');
  return ExitCode.done;
}

interface Done {
  readonly path: string;
  readonly block: HostsBlock;
  readonly isChanged: boolean;
}

async function tell({path, block, isChanged}: Done, {options, output}: Invocation): Promise<void> {
  const lines = blockLines(block);
  if (options.isSet('json')) {
    await output.print(JSON.stringify({file: path, lines, changed: isChanged}));
  } else if (!isChanged) {
    const isBare = lines.length === 0;
    await output.report(
      isBare ? `no lines of this project in ${path}` : `${path} is as it should be`,
    );
  } else if (lines.length === 0) {
    await output.report(`${path}: the lines of this project are removed`);
  } else {
    await output.report(`${path}: ${block.hosts.join(', ')}`);
  }
}

/** This prox by this Node: the search path of root may know neither. */
function asRoot(action: Action, configFile: string): string {
  const words = [process.execPath, process.argv[1] ?? 'prox', 'hosts', `--${action}`];
  return shellText(['sudo', ...words, '--config', configFile]);
}
