import {access} from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import {findConfig} from '../../config/config-file.ts';
import {checkConfig} from '../../config/load.ts';
import {ExitCode, hasCode, ProxError} from '../../core/errors.ts';
import {harmless} from '../../core/sanitize.ts';
import type {Command, Invocation} from '../context.ts';
import {combine} from '../init/combine.ts';
import type {Contribution, Draft, Section} from '../init/draft.ts';
import {gather} from '../init/gather.ts';
import {listed} from '../init/render.ts';
import {dropRefused} from '../init/drop-refused.ts';
import {STARTER_FILE, STARTER_PROCESS} from '../init/starter.ts';
import {alreadyThere, writeConfig} from '../init/write-config.ts';
import type {Output} from '../output.ts';

export const run: Command = async invocation => {
  const {options, output} = invocation;
  const file = await targetOf(invocation);
  const isForced = options.isSet('force');
  const isPrinted = options.isSet('print');
  if (!isPrinted && !isForced && (await isThere(file))) throw alreadyThere(file);
  const {text, summary} = await makeConfig(file, output);
  if (isPrinted) {
    await output.write(text);
    return ExitCode.done;
  }
  await writeConfig(file, text, {isForced});
  await output.report(`${file}: written (${summary})`);
  await output.note('Look through it, then run `prox up`.');
  return ExitCode.done;
};

/** `--config`, else the config file that is here, else the one that would be. */
async function targetOf({options, cwd}: Invocation): Promise<string> {
  const given = options.text('config');
  if (given !== undefined) return resolve(cwd, given);
  return (await findConfig(cwd)) ?? join(cwd, 'prox.yaml');
}

interface Made {
  readonly text: string;
  /** What is in it, in words. */
  readonly summary: string;
}

async function makeConfig(file: string, output: Output): Promise<Made> {
  const dir = dirname(file);
  const found = await gather(dir);
  if (found.length === 0) {
    await output.note('note: nothing to take a config from was found; this is one to start with');
    return {text: STARTER_FILE, summary: '1 process'};
  }
  const sources = found.map(({source}) => source);
  await output.note(`read ${listed(sources)}`);
  assertFruitful(found);
  const hasDotEnv = await isThere(join(dir, '.env'));
  const combined = withProcess(combine(found, {hasDotEnv}));
  const {text, draft} = await dropRefused(combined, async text => checkConfig(text, file));
  await noteRemarks(draft, output);
  return {text, summary: summaryOf(draft)};
}

/** @throws ProxError INIT_FAILED */
function assertFruitful(found: readonly Contribution[]): void {
  if (found.some(({entries}) => entries.length > 0)) return;
  const sources = found.map(({source}) => source);
  throw new ProxError('INIT_FAILED', {
    detail: `${listed(sources)} ${sources.length > 1 ? 'hold' : 'holds'} nothing that prox could run`,
    hint: sources.includes('package.json')
      ? 'Of package.json those scripts count whose name says that they run on: dev, start, watch, …'
      : 'Write prox.yaml by hand.',
  });
}

/** Outside things alone are no config. */
function withProcess(draft: Draft): Draft {
  const isEnough = draft.entries.some(({section}) => section !== 'dependencies');
  return isEnough ? draft : {...draft, entries: [...draft.entries, STARTER_PROCESS]};
}

async function noteRemarks({remarks, entries}: Draft, output: Output): Promise<void> {
  const lines = [
    ...remarks,
    ...entries.flatMap(entry => entry.remarks.map(remark => `${entry.name}: ${remark}`)),
  ];
  for (const line of lines) await output.note(`note: ${harmless(line)}`);
}

const WORDS: Readonly<Record<Section, readonly [one: string, several: string]>> = {
  processes: ['process', 'processes'],
  tasks: ['task', 'tasks'],
  dependencies: ['dependency', 'dependencies'],
};

function summaryOf({entries}: Draft): string {
  const sections = (['processes', 'tasks', 'dependencies'] as const).flatMap(section => {
    const count = entries.filter(entry => entry.section === section).length;
    const [one, several] = WORDS[section];
    return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`];
  });
  return listed(sections);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
}
