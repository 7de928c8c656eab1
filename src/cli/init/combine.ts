import type {Condition} from '../../core/dependency-graph.ts';
import {type Contribution, type Draft, type Entry, notCarriedOver} from './draft.ts';
import {freeName} from './free-name.ts';

/** Puts what several sources say into one: names become valid and unique, and nothing runs twice. */
export function combine(
  contributions: readonly Contribution[],
  {hasDotEnv}: {readonly hasDotEnv: boolean},
): Draft {
  const entries: Entry[] = [];
  const remarks: string[] = [];
  const scripts = new Map(contributions.flatMap(({scripts: known = {}}) => Object.entries(known)));
  for (const contribution of contributions) {
    const fresh = contribution.entries.filter(entry => {
      const twin = entries.find(other => isSame(other, entry, scripts));
      if (twin === undefined) return true;
      remarks.push(`${entry.name} of ${contribution.source} is left out: ${twin.name} is the same`);
      return false;
    });
    remarks.push(...contribution.remarks);
    entries.push(...renamed(fresh, contribution.source, new Set(entries.map(({name}) => name))));
  }
  const readsDotEnv = contributions.some(contribution => contribution.readsDotEnv);
  return {
    sources: contributions.map(({source}) => source),
    envFile: readsDotEnv && hasDotEnv ? '.env' : undefined,
    entries,
    remarks,
  };
}

type Scripts = ReadonlyMap<string, string>;

/** A Procfile often runs the scripts of the package.json beside it, or the same commands as those. */
function isSame(one: Entry, other: Entry, scripts: Scripts): boolean {
  if (one.keys['cwd'] !== other.keys['cwd']) return false;
  const lines = linesOf(one, scripts);
  return linesOf(other, scripts).some(line => lines.includes(line));
}

/** The command, and what that runs. */
function linesOf(entry: Entry, scripts: Scripts): readonly string[] {
  const line = lineOf(entry);
  if (line === undefined) return [];
  const script = /^(?:npm|pnpm|yarn|bun) run (\S+)$/.exec(line)?.[1] ?? '';
  const body = entry.keys['cwd'] === undefined ? scripts.get(script)?.trim() : undefined;
  return body === undefined ? [line] : [line, body];
}

/** `npm start` and `yarn dev` are short for the same with `run`. */
function lineOf({keys}: Entry): string | undefined {
  const {cmd} = keys;
  if (typeof cmd !== 'string') return undefined;
  return cmd.replace(/^(npm|pnpm|yarn|bun) (?:run )?/, '$1 run ');
}

function renamed(
  entries: readonly Entry[],
  source: string,
  taken: ReadonlySet<string>,
): readonly Entry[] {
  const used = new Set(taken);
  const names = new Map<string, string>();
  const called = entries.map(entry => {
    const name = freeName(entry.name, used);
    used.add(name);
    // Of several with one name, the first is the one that others mean.
    if (!names.has(entry.name)) names.set(entry.name, name);
    return {entry, name};
  });
  return called.map(({entry, name}) => {
    const {needs, lost} = renamedNeeds(entry, names);
    const change = `called ${JSON.stringify(entry.name)} in ${source}`;
    const changes = name === entry.name ? [] : [change];
    return {...entry, name, needs, remarks: [...changes, ...entry.remarks, ...lost]};
  });
}

interface Needs extends Pick<Entry, 'needs'> {
  readonly lost: readonly string[];
}

function renamedNeeds({needs}: Entry, names: ReadonlyMap<string, string>): Needs {
  const known: Record<string, Condition> = {};
  const lost: string[] = [];
  for (const [written, condition] of Object.entries(needs)) {
    const name = names.get(written);
    if (name === undefined)
      lost.push(notCarriedOver(`\`depends_on\` ${written}, which is not there`));
    else known[name] = condition;
  }
  return {needs: known, lost};
}
