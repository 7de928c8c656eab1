import {ProxError} from '../core/errors.ts';
import type {Config} from './config.ts';
import {formatDiagnostics} from './diagnostics.ts';
import type {LoadResult} from './load.ts';

/**
 * The config that was loaded while prox runs.
 * @throws ProxError CONFIG_INVALID with all problems; `details.errors` tells them to programs
 */
export function loadedConfig(result: LoadResult): Config {
  if (result.ok) return result.config;
  const {diagnostics, source} = result;
  const file = diagnostics[0]?.file ?? 'prox.yaml';
  const errors = diagnostics.map(({path, line, column, message}) => ({
    path: path ?? '',
    line,
    column,
    message,
  }));
  throw new ProxError('CONFIG_INVALID', {
    detail: formatDiagnostics(diagnostics, source).trimEnd(),
    hint: `Mend ${file}; everything runs on as it was.`,
    details: {errors},
  });
}
