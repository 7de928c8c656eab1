import {resolve} from 'node:path';
import type {BuildSource} from './build-source.ts';
import type {ActiveProbe, DependencyConfig} from './config.ts';
import type {DependencyInput} from './dependency-schema.ts';

interface DependencySource extends BuildSource {
  readonly name: string;
  readonly written: DependencyInput;
}

export function buildDependency({
  name,
  written,
  input,
  origin,
}: DependencySource): DependencyConfig {
  return {
    kind: 'dependency',
    name,
    check: buildCheck(written.check),
    timeoutMs: written.timeout,
    intervalMs: written.interval,
    start: written.start,
    onFailure: written.on_failure,
    cwd: origin.projectDir,
    envFiles: (input.env_file ?? []).map(file => resolve(origin.projectDir, file)),
  };
}

/** Exactly one is there: the schema has checked. */
function buildCheck({tcp, http, cmd = []}: DependencyInput['check']): ActiveProbe {
  if (tcp !== undefined) return {type: 'tcp', ...tcp};
  if (http !== undefined) return {type: 'http', ...http, status: undefined};
  return {type: 'cmd', cmd};
}
