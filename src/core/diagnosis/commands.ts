import {byRules, type Clue} from './clue.ts';
import type {Facts} from './facts.ts';

/** dash, bash and busybox (with `sh: line 1:` or `sh: 1:` before), zsh, env(1), and what prox itself says. */
export const missingCommandClue = byRules([
  {pattern: /command not found: (\S+)/gm, explain: missingCommand},
  {
    pattern: /^(?:\S+: )?(?:line )?(?:\d+: )?(?:exec: )?(\S+): (?:command )?not found$/gm,
    explain: missingCommand,
  },
  {pattern: /^(?:\S*\/)?env: [‘'"]?([^’'"\n:]+)[’'"]?: No such file/gm, explain: missingCommand},
]);

export const notExecutableClue = byRules([
  {pattern: /^(?:\S+: )?(?:line )?(?:\d+: )?(\S+): Permission denied$/gm, explain: notExecutable},
  {pattern: /not executable: (\S+)/gm, explain: notExecutable},
  {
    pattern: /(\S+): (?:cannot execute|Exec format error)/gm,
    explain: ([, file = '']) => ({
      problem: `${file} cannot be executed here`,
      nextStep: `Is it built for this machine, or does its first line (\`#!…\`) lack an interpreter? \`file ${file}\` tells.`,
    }),
  },
]);

/** What prox itself says; it is nothing that prox.yaml could mend. */
export const missingTerminalClue = byRules([
  {
    pattern: /^.*needs the package (\S+)$/gm,
    explain: ([problem = '', what = ''], {name}) => ({
      problem,
      nextStep: `Run \`npm install ${what}\` where prox is installed, then \`prox restart ${name}\`; or take out \`tty: true\`.`,
    }),
  },
]);

function missingCommand([, command = '']: readonly string[], {name}: Facts): Clue {
  if (command.includes('/')) {
    return {
      problem: `there is no ${command}, or not the interpreter that its first line names`,
      nextStep: `Check the path in \`cmd\` of ${name}; it counts from \`cwd\`.`,
    };
  }
  return {
    problem: `there is no command \`${command}\``,
    nextStep: `Install it (a tool of the project: \`npm install\`, then \`npx ${command}\`), or write its whole path in \`cmd\` of ${name}.`,
  };
}

function notExecutable([, file = '']: readonly string[]): Clue {
  return {problem: `${file} is not executable`, nextStep: `Run \`chmod +x ${file}\`.`};
}
