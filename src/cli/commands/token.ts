import {toWire} from '../../api/wire.ts';
import {ExitCode} from '../../core/errors.ts';
import {projectOf} from '../connect.ts';
import type {Command} from '../context.ts';
import {loadProject} from '../load-project.ts';
import {projectToken, rotateProjectToken} from '../project-token.ts';

export const run: Command = async invocation => {
  const {options, output, env} = invocation;
  const project = await projectOf(invocation);
  const config = project && (await loadProject(project.configFile, output));
  if (project !== undefined && config === undefined) return ExitCode.usage;
  const isRotated = options.isSet('rotate');
  const obtain = isRotated ? rotateProjectToken : projectToken;
  const {token, source, path} = await obtain(config?.api.token, env);
  const place = source === 'api.token' ? `${source} of ${config?.file}` : (path ?? source);
  const isJson = options.isSet('json');
  await output.print(isJson ? JSON.stringify(toWire({token, path, source})) : `${place}\n${token}`);
  if (isRotated)
    await output.note('Every prox that runs takes it from now on, and the old one no more.');
  return ExitCode.done;
};
