import type {Config} from '../../config/config.ts';
import {ExitCode, ProxError} from '../../core/errors.ts';
import {assertKnown} from '../check-names.ts';
import type {Command, Invocation} from '../context.ts';
import {configFileOf, loadProject} from '../load-project.ts';
import {TIMESTAMP_MODES} from '../render/log-line.ts';
import type {UpPlan} from '../up/up-plan.ts';

export const run: Command = async invocation => {
  const {options, output} = invocation;
  checkWait(invocation);
  const file = await configFileOf(invocation);
  const config = await loadProject(file, output);
  if (config === undefined) return ExitCode.usage;
  const plan = toPlan(config, invocation);
  if (options.isSet('detach')) {
    const {startInBackground} = await import('../up/start-in-background.ts');
    return startInBackground(plan, invocation);
  }
  if (options.isSet('inBackground')) {
    const {runInBackground} = await import('../up/run-in-background.ts');
    return runInBackground(plan, invocation);
  }
  const {runInForeground} = await import('../up/run-in-foreground.ts');
  return runInForeground(plan, invocation);
};

function toPlan(config: Config, {args, options}: Invocation): UpPlan {
  const known = config.processes.map(({name}) => name);
  assertKnown(args, known);
  const apiPort = options.whole('apiPort', 65_535);
  return {
    config: apiPort === undefined ? config : {...config, api: {...config.api, port: apiPort}},
    apiPort,
    names: args.length === 0 ? undefined : args,
    timestamps: options.choice('timestamps', TIMESTAMP_MODES) ?? 'time',
  };
}

function checkWait({options}: Invocation): void {
  if (options.isSet('wait') && !options.isSet('detach')) {
    throw new ProxError('USAGE', {detail: '--wait needs --detach'});
  }
  if (options.text('timeout') !== undefined && !options.isSet('wait')) {
    throw new ProxError('USAGE', {detail: '--timeout needs --wait'});
  }
}
