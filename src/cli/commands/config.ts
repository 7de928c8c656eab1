import {resolve} from 'node:path';
import {toWire} from '../../api/wire.ts';
import type {Config} from '../../config/config.ts';
import {resolveEnvironment} from '../../config/env-file.ts';
import {jsonSchema} from '../../config/json-schema.ts';
import {loadConfig} from '../../config/load.ts';
import {redactEnv} from '../../config/redact.ts';
import {shownConfig} from '../../config/shown-config.ts';
import {toProblem, verdictOf} from '../../config/verdict.ts';
import {ExitCode, ProxError} from '../../core/errors.ts';
import type {Command, Invocation, Outcome} from '../context.ts';
import {complainOfConfig, loadProject} from '../load-project.ts';
import {configFileAround} from '../project-file.ts';
import {findProcess} from '../process-names.ts';
import {renderTable} from '../../render/table.ts';

export const run: Command = async invocation => {
  const [action = '', file] = invocation.args;
  checkUse(action, invocation);
  if (action === 'schema') {
    await invocation.output.print(JSON.stringify(jsonSchema(), undefined, 2));
    return ExitCode.done;
  }
  const path =
    file === undefined ? await configFileAround(invocation) : resolve(invocation.cwd, file);
  return action === 'check' ? check(path, invocation) : show(path, invocation);
};

function checkUse(action: string, {args, options}: Invocation): void {
  if (action === 'schema' && args.length > 1) {
    throw new ProxError('USAGE', {detail: '`config schema` is about every file and takes none'});
  }
  if (action !== 'show' && options.text('env') !== undefined) {
    throw new ProxError('USAGE', {detail: `\`config ${action}\` has no --env`});
  }
}

/** Prints every problem of the file. */
async function check(file: string, {options, output}: Invocation): Promise<Outcome> {
  const result = await loadConfig(file);
  const {valid, warnings} = verdictOf(result);
  if (options.isSet('json')) {
    const diagnostics = result.ok ? [] : result.diagnostics;
    const errors = diagnostics.map(diagnostic => ({...diagnostic, ...toProblem(diagnostic)}));
    await output.print(JSON.stringify({valid, errors, warnings}));
  } else if (result.ok) {
    await output.report(`${file}: ok (${countsOf(result.config)})`);
  } else {
    await complainOfConfig(result, output);
  }
  for (const warning of warnings) await output.note(`note: ${warning}`);
  return valid ? ExitCode.done : ExitCode.usage;
}

const PLURALS = {process: 'processes', task: 'tasks', dependency: 'dependencies'} as const;

/** `2 processes, 1 task`: of each kind that is there. */
function countsOf({processes, dependencies}: Config): string {
  const counts = new Map<keyof typeof PLURALS, number>();
  for (const {kind} of [...processes, ...dependencies]) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const words = [...counts].map(([kind, n]) => `${n} ${n === 1 ? kind : PLURALS[kind]}`);
  return words.join(', ');
}

/** Prints what the file means, secrets hidden. */
async function show(file: string, invocation: Invocation): Promise<Outcome> {
  const {options, output} = invocation;
  const config = await loadProject(file, output);
  if (config === undefined) return ExitCode.usage;
  const name = options.text('env');
  if (name !== undefined) return showEnv(config, name, invocation);
  const shown = toWire(shownConfig(config));
  await output.print(JSON.stringify(shown, undefined, options.isSet('json') ? 0 : 2));
  return ExitCode.done;
}

/** Prints what prox.yaml and its env files add to the environment of a process, and from where. */
async function showEnv(
  config: Config,
  name: string,
  {options, output, env}: Invocation,
): Promise<Outcome> {
  const process = findProcess(name, config);
  const {added, sources} = await resolveEnvironment({process, base: env});
  const rows = Object.entries(redactEnv(added)).map(([key, value]) => ({
    key,
    value,
    source: sources.get(key) ?? '',
  }));
  if (options.isSet('json')) {
    await output.print(JSON.stringify({process: name, env: rows}));
  } else {
    const header = [{text: 'KEY'}, {text: 'VALUE'}, {text: 'SOURCE'}];
    const cells = rows.map(({key, value, source}) =>
      [key, JSON.stringify(value), source].map(text => ({text})),
    );
    await output.print(renderTable([header, ...cells]));
  }
  return ExitCode.done;
}
