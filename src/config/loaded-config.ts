import {ProxError} from '../core/errors.ts';
import type {Config} from './config.ts';
import {formatDiagnostics} from './diagnostics.ts';
import type {LoadResult} from './load.ts';
import {toProblem} from './verdict.ts';

/**
 * The config that was loaded while prox runs.
 * @throws ProxError CONFIG_INVALID with all problems; `details.errors` tells them to programs
 */
export function loadedConfig(result: LoadResult): Config {
  if (result.ok) return result.config;
  const {diagnostics, source} = result;
  const file = diagnostics[0]?.file ?? 'prox.yaml';
  throw new ProxError('CONFIG_INVALID', {
    detail: formatDiagnostics(diagnostics, source).trimEnd(),
    hint: `Mend ${file}; everything runs on as it was.`,
    details: {errors: diagnostics.map(toProblem)},
  });
}
