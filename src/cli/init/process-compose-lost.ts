import {type Fields, fieldsOf, textOf} from './loose-values.ts';

/** Of a process of process-compose: what prox has a word for. */
const CARRIED: ReadonlySet<string> = new Set([
  'command',
  'entrypoint',
  'working_dir',
  'environment',
  'depends_on',
  'readiness_probe',
  'liveness_probe',
  'ready_log_line',
  'availability',
  'availability.backoff_seconds',
  'availability.max_restarts',
  'shutdown',
  'shutdown.command',
  'shutdown.signal',
  'shutdown.timeout_seconds',
  'disabled',
  'namespace',
  'is_daemon',
  'is_tty',
  'is_interactive',
  'is_foreground',
  'launch_timeout_seconds',
]);

/** What prox has no word for, unless it is turned off anyway: `key: value`, in backquotes. */
export function lostKeys(fields: Fields): readonly string[] {
  const pairs = [
    ...Object.entries(fields),
    ...below('availability', fields),
    ...below('shutdown', fields),
  ];
  return pairs
    .filter(([key, value]) => isOn(value) && !isCarried(key, value))
    .map(([key, value]) => {
      const text = textOf(value);
      return text === undefined ? `\`${key}\`` : `\`${key}: ${text}\``;
    });
}

function below(key: string, fields: Fields): readonly (readonly [string, unknown])[] {
  return Object.entries(fieldsOf(fields[key])).map(([name, value]) => [`${key}.${name}`, value]);
}

function isOn(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== '' && value !== 0;
}

function isCarried(key: string, value: unknown): boolean {
  if (key === 'replicas') return value === 1;
  if (key === 'availability.restart') return value !== 'exit_on_failure';
  return CARRIED.has(key);
}
