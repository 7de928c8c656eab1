import {toWire} from '../../api/wire.ts';
import {ExitCode, ProxError} from '../../core/errors.ts';
import type {Prox, StopFailure} from '../../core/prox.ts';
import type {ReloadReport} from '../../core/reload-report.ts';
import {connect} from '../connect.ts';
import type {Command, Invocation} from '../context.ts';
import type {Output} from '../output.ts';
import {reloadLines} from '../../render/reload-lines.ts';
import {currentSeq, settle} from '../settle.ts';

export const run: Command = async invocation => {
  const {options, output} = invocation;
  const {prox} = await connect(invocation);
  const sinceSeq = await currentSeq(prox);
  const answer = await reload(prox, invocation);
  if (answer === undefined) return ExitCode.usage;
  for (const {process, error} of answer.failures) await output.complain(`${process}: ${error}`);
  const crashes = await crashesAfter(answer, {prox, sinceSeq, invocation});
  const report = {...answer, failures: [...answer.failures, ...crashes]};
  const success = report.failures.length === 0;
  if (options.isSet('json')) await output.print(JSON.stringify(toWire({success, ...report})));
  else await show(report, output);
  return success ? ExitCode.done : ExitCode.failed;
};

/** Undefined when the file has problems: then all of them are on standard error. */
async function reload(
  prox: Prox,
  {options, output}: Invocation,
): Promise<ReloadReport | undefined> {
  try {
    return await prox.reload({dryRun: options.isSet('dryRun')});
  } catch (error) {
    if (!(error instanceof ProxError) || error.code !== 'CONFIG_INVALID') throw error;
    const {message, detail = message, hint = '', details} = error;
    if (options.isSet('json')) {
      await output.print(JSON.stringify({success: false, errors: details?.['errors'] ?? []}));
    }
    await output.complain(`${detail}\n\nprox: not reloaded. ${hint}`.trimEnd());
    return undefined;
  }
}

interface CrashOptions {
  readonly prox: Prox;
  readonly sinceSeq: number;
  readonly invocation: Invocation;
}

/** What was started must also live on for a moment. */
async function crashesAfter(
  {dryRun, processes, failures}: ReloadReport,
  {prox, sinceSeq, invocation: {output, clock}}: CrashOptions,
): Promise<readonly StopFailure[]> {
  const failed = new Set(failures.map(({process}) => process));
  const started = [...processes.added, ...processes.restarted].filter(name => !failed.has(name));
  if (dryRun || started.length === 0) return [];
  const startedAt = clock.monotonic();
  const crashes = await settle({prox, names: started, output, clock, startedAt, sinceSeq});
  return crashes.map(({name, text}) => ({
    process: name,
    error: text,
    code: 'PROCESS_NOT_RUNNING',
  }));
}

async function show(report: ReloadReport, output: Output): Promise<void> {
  const lines = reloadLines(report, output.paint);
  for (const line of lines) await output.report(line);
  if (lines.length === 0 && report.failures.length === 0) {
    await output.report('nothing has changed');
  }
}
