import type {ConfigProblem, ConfigVerdict} from '../core/config-report.ts';
import type {Config} from './config.ts';
import type {Diagnostic} from './diagnostics.ts';
import type {LoadResult} from './load.ts';

/** What a check comes to, for programs. */
export function verdictOf(result: LoadResult): ConfigVerdict {
  if (!result.ok) return {valid: false, errors: result.diagnostics.map(toProblem), warnings: []};
  return {valid: true, errors: [], warnings: oddities(result.config)};
}

export function toProblem({path = '', line, column, message}: Diagnostic): ConfigProblem {
  return {path, line, column, message};
}

/** What is valid, and has no effect. */
function oddities(config: Config): readonly string[] {
  return [unusedCertificate(config), idleness(config)].filter(text => text !== undefined);
}

function unusedCertificate({proxy, dormantProxy}: Config): string | undefined {
  if ((proxy ?? dormantProxy)?.certs.certFile === undefined) return undefined;
  if (proxy?.httpsPort !== undefined) return undefined;
  const reason = proxy === undefined ? 'the proxy is off' : 'there is no `proxy.https_port`';
  return `\`certs.cert_file\` is not used, for ${reason}`;
}

/** Of a config by which nothing runs until somebody starts it; else undefined. */
export function idleness({processes: [first, ...others]}: Config): string | undefined {
  if (first === undefined || [first, ...others].some(({autostart}) => autostart)) return undefined;
  return `nothing starts by itself; \`prox start ${first.name}\` starts it`;
}
