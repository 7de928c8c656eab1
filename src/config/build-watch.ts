import {resolve} from 'node:path';
import type {WatchConfig} from './config.ts';
import type {WatchInput} from './watch-schema.ts';

export function buildWatch(written: WatchInput, projectDir: string): WatchConfig {
  return {
    paths: written.paths.map(path => resolve(projectDir, path)),
    ignore: written.ignore.map(pattern => ignored(pattern, projectDir)),
    debounceMs: written.debounce,
    onChange: written.on_change,
  };
}

/** A slash at the end says no more than that it is a folder. */
function ignored(pattern: string, projectDir: string): string {
  const name = pattern.replace(/\/+$/, '');
  return name.includes('/') ? resolve(projectDir, name) : name;
}
