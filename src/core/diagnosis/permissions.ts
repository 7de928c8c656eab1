import {byRules, type Clue} from './clue.ts';

const FIRST_FREE_PORT = 1024;

/** What the user who runs prox may not do. */
export const permissionClue = byRules([
  // Node: `listen EACCES: permission denied 0.0.0.0:80`; Go and nginx: `… :80: bind: permission denied`.
  {pattern: /listen EACCES.*:(\d{1,5})\b/gm, explain: forbiddenPort},
  {
    pattern: /(?:listen tcp|bind\(\) to) .*:(\d{1,5})\b.*permission denied/gim,
    explain: forbiddenPort,
  },
  {pattern: /EACCES: permission denied, \w+ '([^'\n]+)'/gm, explain: forbiddenFile},
  {pattern: /Permission denied: '([^'\n]+)'/gm, explain: forbiddenFile},
  {
    pattern: /(?:^|: |\bopen )(?:open )?([^:\s][^:\n]*): permission denied$/gim,
    explain: forbiddenFile,
  },
]);

function forbiddenPort([, port = '']: readonly string[]): Clue {
  const isLow = Number(port) < FIRST_FREE_PORT;
  return {
    problem: `it may not listen on port ${port}${isLow ? `: those below ${FIRST_FREE_PORT} are for root` : ''}`,
    nextStep: `Give it a port from ${FIRST_FREE_PORT} on.`,
  };
}

function forbiddenFile([, file = '']: readonly string[]): Clue {
  return {problem: `it may not use ${file}`, nextStep: `\`ls -l ${file}\` shows who may.`};
}
