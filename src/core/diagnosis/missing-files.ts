import {byRules, type Clue} from './clue.ts';

/** Modules, packages, scripts and files that are not there. */
export const missingFileClue = byRules([
  // Node, Bun; a path is a file of the project, all else a package.
  {
    pattern:
      /Cannot find (?:module|package) ['"]([^'"\n]+)['"](?: imported from ['"]?([^'"\n]+?)['"]?$)?/gm,
    explain: ([, what = '', from]) =>
      /^[./]|^[A-Z]:/.test(what) ? missingFile(what, from) : missingPackage(what, 'npm install'),
  },
  {
    pattern: /No module named ['"]?([\w.]+)/gm,
    explain: ([, what = '']) =>
      missingPackage(what, 'pip install', 'in the environment that `cmd` uses'),
  },
  {
    pattern: /cannot load such file -- (\S+)/gm,
    explain: ([, what = '']) => missingPackage(what, 'bundle install'),
  },
  {
    pattern: /no required module provides package ([^\s;:]+)/gm,
    explain: ([, what = '']) => missingPackage(what, 'go mod tidy'),
  },
  {
    pattern: /Missing script: "?([^"\n]+)"?/gm,
    explain: ([, script = ''], {name}) => ({
      problem: `package.json has no script \`${script}\``,
      nextStep: `\`npm run\` lists those that it has; mend \`cmd\` or \`cwd\` of ${name}.`,
    }),
  },
  {
    pattern: /can't open file '([^'\n]+)'|Unable to access jarfile (\S+)/gm,
    explain: ([, python, jar = '']) => missingFile(python ?? jar),
  },
  {
    pattern: /Could not find or load main class (\S+)/gm,
    explain: ([, what = '']) => ({
      problem: `Java finds no class ${what}`,
      nextStep: 'Build it first, and check the class path (`-cp`).',
    }),
  },
  {
    pattern: /ENOENT: no such file or directory, \w+ '([^'\n]+)'/gm,
    explain: ([, file = '']) => missingFile(file),
  },
  {
    pattern: /No such file or directory(?: @ \w+)?(?::| -) '?([^'\n]+?)'?$/gm, // Python, Ruby
    explain: ([, file = '']) => missingFile(file),
  },
  {
    pattern: /(?:^|: |\bopen )(?:open )?([^:\s][^:\n]*): [Nn]o such file or directory$/gm, // coreutils, Go
    explain: ([, file = '']) => missingFile(file),
  },
]);

function missingPackage(what: string, install: string, where?: string): Clue {
  const command = install.startsWith('pip') ? `${install} ${what.split('.')[0]}` : install;
  return {
    problem: `the package ${what} is not installed`,
    nextStep: `Run \`${command}\`${where === undefined ? '' : ` ${where}`}.`,
  };
}

function missingFile(file: string, from?: string): Clue {
  return {
    problem: `there is no file ${file}${from === undefined ? '' : `, which ${from} imports`}`,
    nextStep: 'Check the path; a relative one counts from `cwd`.',
  };
}
