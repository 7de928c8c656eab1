// The folder with the programs of PostgreSQL, the newest first; undefined when there is none.
// Run as a command, it prints it.
import {existsSync, readdirSync} from 'node:fs';
import {argv, env} from 'node:process';
import {fileURLToPath} from 'node:url';

const HOMES = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt', '/usr'];

export function findPostgres() {
  if (env.STORE === 'small') return undefined;
  return HOMES.flatMap(binFolders).find(bin => existsSync(`${bin}/postgres`));
}

function binFolders(home) {
  if (!existsSync(home)) return [];
  const versions = readdirSync(home).filter(name => /^(postgresql(@\d+)?|\d+)$/.test(name));
  const newestFirst = versions.sort((a, b) => b.localeCompare(a, 'en', {numeric: true}));
  return [...newestFirst.map(name => `${home}/${name}/bin`), `${home}/bin`];
}

if (argv[1] === fileURLToPath(import.meta.url)) console.log(findPostgres() ?? '');
