import {buildDependency} from './build-dependency.ts';
import {buildGroups} from './build-groups.ts';
import {buildProcess, buildTask} from './build-process.ts';
import {buildProxy} from './build-proxy.ts';
import {inOrder} from './build-source.ts';
import type {BuildSource} from './build-source.ts';
import type {ApiConfig, Config, LogsConfig, ProcessConfig} from './config.ts';
import type {FileInput} from './schema.ts';

/** The config of a checked file: paths absolute, defaults that depend on other keys filled in. */
export function buildConfig(checked: Omit<BuildSource, 'groups'>): Config {
  const {input, places, origin} = checked;
  const groups = buildGroups(input, places);
  const source = {...checked, groups};
  const processes = buildProcesses(source);
  const dependencies = inOrder(
    Object.entries(input.dependencies).map(([name, written]) =>
      buildDependency({...source, name, written}),
    ),
    places,
  );
  const names = inOrder([...processes, ...dependencies], places).map(({name}) => name);
  const {isEnabled, proxy} = buildProxy({input, processes, places, projectDir: origin.projectDir});
  return {
    ...origin,
    api: buildApi(input.api),
    logs: buildLogs(input.logs),
    processes,
    dependencies,
    names,
    groups,
    proxy: isEnabled ? proxy : undefined,
    dormantProxy: isEnabled ? undefined : proxy,
  };
}

function buildProcesses(source: BuildSource): readonly ProcessConfig[] {
  const {processes, tasks} = source.input;
  const built = [
    ...Object.entries(processes).map(([name, written]) => buildProcess({...source, name, written})),
    ...Object.entries(tasks).map(([name, written]) => buildTask({...source, name, written})),
  ];
  return inOrder(built, source.places);
}

function buildApi(api: FileInput['api']): ApiConfig {
  return {
    port: api.port,
    host: api.host,
    auth: api.auth,
    token: api.token,
    allowedHosts: api.allowed_hosts,
    corsOrigins: api.cors_origins,
  };
}

function buildLogs(logs: FileInput['logs']): LogsConfig {
  return {
    maxLines: logs.max_lines,
    maxBytes: logs.max_bytes,
    maxLineBytes: logs.max_line_bytes,
  };
}
