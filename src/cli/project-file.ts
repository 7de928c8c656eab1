import {resolve} from 'node:path';
import {findConfig} from '../config/config-file.ts';
import {ProxError} from '../core/errors.ts';
import {projectOf} from './connect.ts';
import type {Invocation} from './context.ts';

/** The config file that `up` runs: `--config`, else the one of the working directory. */
export async function configFileHere({options, cwd}: Invocation): Promise<string> {
  const given = options.text('config');
  return found(given === undefined ? await findConfig(cwd) : resolve(cwd, given), cwd);
}

/** The config file of the project that a client command is about: it is looked for upwards. */
export async function configFileAround(invocation: Invocation): Promise<string> {
  const project = await projectOf(invocation);
  return found(project?.configFile, invocation.cwd);
}

function found(file: string | undefined, cwd: string): string {
  if (file !== undefined) return file;
  throw new ProxError('CONFIG_NOT_FOUND', {
    detail: `none in ${cwd}`,
    hint: 'Go to the folder of your prox.yaml, name it with --config PATH, or let `prox init` write one.',
  });
}
