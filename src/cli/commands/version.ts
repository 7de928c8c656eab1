import {ExitCode} from '../../core/errors.ts';
import type {Command} from '../context.ts';
import {VERSION} from '../version.ts';

export const run: Command = async ({options, output}) => {
  const report = {
    version: VERSION,
    node_version: process.version,
    platform: `${process.platform}-${process.arch}`,
  };
  await output.print(options.isSet('json') ? JSON.stringify(report) : report.version);
  return ExitCode.done;
};
