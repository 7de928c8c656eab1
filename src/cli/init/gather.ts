import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {hasCode, ProxError} from '../../core/errors.ts';
import {fromCompose} from './compose.ts';
import type {Contribution} from './draft.ts';
import {fieldsOf} from './loose-values.ts';
import {fromPackages, type Package} from './package-json.ts';
import {packageManagerOf} from './package-manager.ts';
import {fromProcessCompose} from './process-compose.ts';
import {fromProcfile} from './procfile.ts';
import {parseJson, parseYamlFile, readSource} from './source-file.ts';
import {findWorkspaces, workspacePatterns} from './workspaces.ts';

/** Of each tool the first that is there, in the order in which the tool looks for them. */
const PROCESS_COMPOSE = ['process-compose.yml', 'process-compose.yaml'];
const COMPOSE = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
const PROCFILES = ['Procfile.dev', 'Procfile'];
const PNPM_WORKSPACE = 'pnpm-workspace.yaml';
const PACKAGE = 'package.json';

/** Reads the files of other tools in a folder. @throws ProxError INIT_FAILED when one cannot be read */
export async function gather(dir: string): Promise<readonly Contribution[]> {
  const names = new Set(await list(dir));
  const first = (candidates: readonly string[]): readonly string[] =>
    candidates.filter(name => names.has(name)).slice(0, 1);
  const found: Contribution[] = [];
  for (const name of first(PROCESS_COMPOSE)) found.push(await fromYaml(dir, name));
  for (const name of first(PROCFILES)) {
    const {remarks, ...rest} = fromProcfile(await readSource(dir, name));
    const isHidden = name !== 'Procfile' && names.has('Procfile');
    const hidden = isHidden ? [`Procfile was not read: ${name} is there`] : [];
    found.push({...rest, remarks: [...remarks, ...hidden]});
  }
  if (names.has(PACKAGE)) found.push(await fromPackageJson(dir, names));
  for (const name of first(COMPOSE)) found.push(await fromYaml(dir, name));
  return found;
}

async function list(dir: string): Promise<readonly string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) throw error;
    throw new ProxError('INIT_FAILED', {detail: `the folder ${dir} cannot be read`, cause: error});
  }
}

/** process-compose takes a compose.yaml for its own, too. */
async function fromYaml(dir: string, name: string): Promise<Contribution> {
  const data = parseYamlFile(await readSource(dir, name));
  const {processes, services} = fieldsOf(data);
  const isProcessCompose = processes !== undefined && services === undefined;
  return isProcessCompose ? fromProcessCompose(name, data) : fromCompose(name, data);
}

async function fromPackageJson(dir: string, names: ReadonlySet<string>): Promise<Contribution> {
  const manifest = fieldsOf(parseJson(await readSource(dir, PACKAGE)));
  const pnpm = names.has(PNPM_WORKSPACE)
    ? parseYamlFile(await readSource(dir, PNPM_WORKSPACE))
    : undefined;
  const workspaces: Package[] = [];
  for (const path of await findWorkspaces(dir, workspacePatterns(manifest, pnpm))) {
    const text = await readSource(dir, join(path, PACKAGE));
    workspaces.push({dir: path, manifest: fieldsOf(parseJson(text))});
  }
  const manager = await packageManagerOf(dir, manifest);
  return fromPackages({root: {dir: '', manifest}, workspaces, manager});
}
