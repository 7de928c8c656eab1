import type {Config} from '../config/config.ts';
import {formatDiagnostics} from '../config/diagnostics.ts';
import {loadConfig, type LoadResult} from '../config/load.ts';
import type {Output} from './output.ts';

type Refused = Extract<LoadResult, {ok: false}>;

/** Undefined when it has problems: then all of them are on standard error. */
export async function loadProject(file: string, output: Output): Promise<Config | undefined> {
  const result = await loadConfig(file);
  if (result.ok) return result.config;
  await complainOfConfig(result, output);
  return undefined;
}

export async function complainOfConfig(
  {diagnostics, source}: Refused,
  output: Output,
): Promise<void> {
  const {strong, bad, dim} = output.errorPaint;
  const text = formatDiagnostics(diagnostics, source, {paint: {place: strong, caret: bad, dim}});
  const count = diagnostics.length === 1 ? '1 problem' : `${diagnostics.length} problems`;
  await output.complain(`${text}\nprox: ${count} in the config`);
}
