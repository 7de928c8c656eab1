/** A script of package.json is one line of shell. */
export type Scripts = Readonly<Record<string, string>>;

export interface ScriptChoice {
  /** Names of what lives until it is stopped, the main one first. */
  readonly names: readonly string[];
  readonly remarks: readonly string[];
}

const LIVING: ReadonlySet<string> = new Set([
  'dev',
  'develop',
  'start',
  'serve',
  'server',
  'watch',
  'worker',
  'workers',
  'queue',
  'storybook',
]);
/** Scripts with these words end, or are not for development. */
const OTHER =
  /^(?:tests?|lint|types?|typecheck|check|format|e2e|ci|prod|production|deploy|release|clean|install|debug|inspect|preview|docker)$/;
/** Spellings of the same wish: the first that is there is meant. */
const MAIN = ['dev', 'develop', 'start:dev', 'start', 'serve'] as const;

/** Which scripts one runs while one develops. */
export function chooseScripts(scripts: Scripts): ScriptChoice {
  const living = Object.keys(scripts).filter(lives);
  const [main, ...others] = MAIN.filter(name => living.includes(name));
  const candidates = living.filter(name => !others.some(other => other === name));
  const inner = candidates.flatMap(name =>
    candidates
      .filter(other => other !== name && runs(scripts[name] ?? '', other))
      .map(other => ({
        name: other,
        outer: name,
      })),
  );
  const names = candidates.filter(name => !inner.some(one => one.name === name));
  return {
    names: names.toSorted((a, b) => Number(b === main) - Number(a === main)),
    remarks: [
      ...others.map(name => `the script ${name} is left out beside ${main}`),
      ...inner.map(({name, outer}) => `the script ${name} is run by ${outer}`),
    ],
  };
}

/** The words of `dev:web`, `watch-css` and the like tell. */
function lives(name: string): boolean {
  const words = name.toLowerCase().split(/[^a-z0-9]+/);
  const isOther = words.some(
    word => OTHER.test(word) || (word === 'build' && !words.includes('watch')),
  );
  return !isOther && words.some(word => LIVING.has(word));
}

/** `npm run x`, `yarn x`, `concurrently npm:x`, `run-p x:*`. */
function runs(line: string, script: string): boolean {
  const named = [...line.matchAll(/\b(?:npm|pnpm|yarn|bun|node)(?::|\s+(?:run\s+)?)([\w:.*-]+)/g)];
  const patterns = named.map(([, pattern = '']) => pattern);
  if (/\b(?:npm-run-all2?|run-[ps])\b/.test(line)) patterns.push(...line.split(/[\s"']+/));
  return patterns.some(pattern => isMatch(pattern, script));
}

/** `*` stands for any text, as in `dev:*`. */
function isMatch(pattern: string, script: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === script;
  const tail = rest.at(-1) ?? '';
  return (
    script.length >= head.length + tail.length && script.startsWith(head) && script.endsWith(tail)
  );
}
