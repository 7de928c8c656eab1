import {toWire} from '../../api/wire.ts';
import {ExitCode} from '../../core/errors.ts';
import type {WhyReport} from '../../core/why-report.ts';
import {connect} from '../connect.ts';
import type {Command} from '../context.ts';
import {expandNames, groupedNames} from '../process-names.ts';
import {isUnwell} from '../../render/status-table.ts';
import {renderHeadline, renderWhy, type WhyPageOptions} from '../../render/why-page.ts';

export const run: Command = async invocation => {
  const {args, options, output, clock} = invocation;
  const [name = ''] = args;
  const {prox} = await connect(invocation);
  const members = expandNames([name], groupedNames(await prox.processes()));
  const reports = await Promise.all(members.map(async member => prox.why({name: member})));
  const [only] = members.includes(name) ? reports : [];
  const page = {paint: output.paint, now: clock.now()};
  const text = options.isSet('json')
    ? JSON.stringify(toWire(only ?? {processes: reports}))
    : only === undefined
      ? renderGroup(reports, page)
      : renderWhy(only, page);
  await output.print(text);
  return reports.some(isUnwell) ? ExitCode.failed : ExitCode.done;
};

/** A page for each that is not well, then a line for each of the others. */
function renderGroup(reports: readonly WhyReport[], options: WhyPageOptions): string {
  const pages = reports.filter(isUnwell).map(report => renderWhy(report, options));
  const lines = reports
    .filter(report => !isUnwell(report))
    .map(report => renderHeadline(report, options));
  return [...pages, ...(lines.length > 0 ? [lines.join('\n')] : [])].join('\n\n');
}
