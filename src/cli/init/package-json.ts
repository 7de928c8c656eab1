import {basename} from 'node:path';
import {shellWord} from '../../core/shell-text.ts';
import type {Contribution, Entry} from './draft.ts';
import {fieldsOf, type Fields, textOf} from './loose-values.ts';
import type {PackageManager} from './package-manager.ts';
import {chooseScripts, type Scripts} from './package-scripts.ts';

/** A package.json that has been read. */
export interface Package {
  /** Seen from the folder of prox.yaml; empty for that folder itself. */
  readonly dir: string;
  readonly manifest: Fields;
}

export interface PackageTree {
  readonly root: Package;
  readonly workspaces: readonly Package[];
  readonly manager: PackageManager;
}

/** Tools that run a script of every workspace at once. */
const RUNS_WORKSPACES =
  /\b(?:turbo|nx|lerna|wsrun|moon|rush)\b|\b(?:npm|pnpm|yarn|bun)\b.*\s(?:-r|--recursive|--parallel|--filter|--workspaces?|-ws|workspaces?)\b/;

/** The scripts that live until they are stopped, of the package here and of its workspaces. */
export function fromPackages({root, workspaces, manager}: PackageTree): Contribution {
  const below = workspaces.map(workspace => entriesOf(workspace, manager));
  const entries = below.flatMap(part => part.entries);
  const own = entriesOf(root, manager);
  const scripts = scriptsOf(root.manifest);
  const runsBelow = ({name}: Entry): boolean =>
    entries.length > 0 && RUNS_WORKSPACES.test(scripts[name] ?? '');
  const outer = own.entries.filter(runsBelow);
  return {
    source: 'package.json',
    entries: [...own.entries.filter(entry => !runsBelow(entry)), ...entries],
    readsDotEnv: false,
    scripts,
    remarks: [
      ...[own, ...below].flatMap(part => part.remarks),
      ...outer.map(
        ({name}) => `the script ${name} runs the workspaces, which stand here one by one`,
      ),
    ],
  };
}

function entriesOf(
  {dir, manifest}: Package,
  manager: PackageManager,
): Pick<Contribution, 'entries' | 'remarks'> {
  const {names, remarks} = chooseScripts(scriptsOf(manifest));
  const base = packageName(dir, manifest);
  const entries = names.map((script, index): Entry => ({
    section: 'processes',
    name: nameOf(script, {base, isMain: index === 0}),
    keys: {
      cmd: `${manager} run ${shellWord(script)}`,
      ...(dir !== '' && {cwd: dir}),
    },
    needs: {},
    remarks: [],
  }));
  return {entries, remarks: remarks.map(remark => (dir === '' ? remark : `${dir}: ${remark}`))};
}

/** In a single package its scripts have names enough; of workspaces the main one is the workspace. */
function nameOf(
  script: string,
  {base, isMain}: {readonly base: string | undefined; readonly isMain: boolean},
): string {
  if (base === undefined) return script;
  return isMain ? base : `${base}-${script}`;
}

/** Without its scope; undefined for the package here. */
function packageName(dir: string, manifest: Fields): string | undefined {
  if (dir === '') return undefined;
  return textOf(manifest['name'])?.replace(/^@[^/]*\//, '') ?? basename(dir);
}

function scriptsOf(manifest: Fields): Scripts {
  const pairs = Object.entries(fieldsOf(manifest['scripts'])).flatMap(([name, line]) =>
    typeof line === 'string' ? [[name, line] as const] : [],
  );
  return Object.fromEntries(pairs);
}
