import {z} from 'zod';
import {command, path, pathList, variableName, variableValue} from './fields.ts';

/** Keys of all that is run: processes and tasks. */
export const childFields = {
  cmd: command()
    .describe('A string is run by `sh -c`, a list without a shell. `$` is never expanded by prox.')
    .meta({examples: ['npm run dev']}),
  cwd: path()
    .optional()
    .describe(
      'Relative to the folder of this file, which is also the default. Must exist at start.',
    )
    .meta({examples: ['./web']}),
  env: z
    .record(variableName(), variableValue())
    .default({})
    .describe('Wins over `env_file` and the environment of prox. Numbers and booleans become text.')
    .meta({examples: [{NODE_ENV: 'development', DEBUG: true}]}),
  env_file: pathList()
    .optional()
    .describe('Read after the `env_file` of the top level, again at every start; later wins.')
    .meta({examples: ['web.env']}),
};
