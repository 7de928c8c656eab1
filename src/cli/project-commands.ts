import {JSON_OPTION, type CommandSpec} from './command-spec.ts';

/** The commands about prox.yaml itself, whether prox runs or not. */
export const PROJECT_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'run',
    operands: ['<name>', '<command...>'],
    takes: 'processes',
    takesCommand: true,
    summary: 'Run one command in the environment and folder of a process',
    options: [],
    examples: [
      ['prox run web -- npm test -- --watch', 'with the exit code of the command'],
      ['prox run web env', 'the dashes may be left out'],
    ],
    load: async () => import('./commands/run.ts'),
  },
  {
    name: 'init',
    operands: [],
    summary: 'Write a prox.yaml from the package.json, Procfile or compose files that are here',
    options: [
      ['--print', 'print it instead'],
      ['--force', 'overwrite the config file that is here'],
    ],
    examples: [
      ['prox init', 'never overwrites by itself'],
      ['prox init --print', 'a look before'],
    ],
    load: async () => import('./commands/init.ts'),
  },
  {
    name: 'config',
    operands: ['<action>', '[file]'],
    choices: ['check', 'show', 'schema'],
    summary: 'Check the config file, show what it means, or print its JSON schema',
    options: [
      ['--env <name>', 'with show: the environment of this process, with sources', 'processes'],
      JSON_OPTION,
    ],
    examples: [
      ['prox config check', 'all problems at once; exit code 2'],
      ['prox config show --env web', 'where each variable of web comes from'],
    ],
    load: async () => import('./commands/config.ts'),
  },
];
