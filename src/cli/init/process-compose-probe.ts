import {shellWord} from '../../core/shell-text.ts';
import {defined, notCarriedOver, type Value} from './draft.ts';
import {amountOf, type Fields, fieldsOf, textOf} from './loose-values.ts';

/** How a process tells that it is healthy, in the words of prox.yaml. */
export interface Health {
  /** The probe alone: `cmd`, `http` or `log`. */
  readonly probe: Readonly<Record<string, Value>>;
  /** Times and what follows. */
  readonly times: Readonly<Record<string, Value>>;
  readonly remarks: readonly string[];
}

/** What prox waits without being told. */
const START_PERIOD_S = 30;

/** Of its probes the one that others wait for; undefined when it has none. */
export function healthOf(process: Fields): Health | undefined {
  const {readiness_probe: readiness, liveness_probe: liveness, ready_log_line: line} = process;
  const written = readiness ?? liveness;
  const log = textOf(line);
  const second = readiness !== undefined && liveness !== undefined;
  const lost = [
    ...(second ? ['`liveness_probe` beside `readiness_probe`'] : []),
    ...(log !== undefined && written !== undefined ? ['`ready_log_line` beside a probe'] : []),
  ].map(notCarriedOver);
  if (written !== undefined) {
    const health = ofProbe(fieldsOf(written), {restarts: readiness === undefined});
    return health && {...health, remarks: [...health.remarks, ...lost]};
  }
  return log === undefined ? undefined : {probe: {log: literal(log)}, times: {}, remarks: []};
}

/** Only a failing `liveness_probe` ends a process. */
function ofProbe(fields: Fields, {restarts}: {readonly restarts: boolean}): Health | undefined {
  const {http_get: get, exec, initial_delay_seconds: delay, success_threshold: successes} = fields;
  const probe = get === undefined ? ofExec(fieldsOf(exec)) : ofHttp(fieldsOf(get));
  if (probe === undefined) return undefined;
  const wait = amountOf(delay) ?? 0;
  return {
    probe,
    times: defined({
      interval: seconds(fields['period_seconds']),
      timeout: seconds(fields['timeout_seconds']),
      retries: amountOf(fields['failure_threshold']),
      start_period: wait > START_PERIOD_S ? `${wait}s` : undefined,
      on_unhealthy: restarts ? 'restart' : undefined,
    }),
    remarks: [
      ...((amountOf(successes) ?? 1) > 1 ? ['`success_threshold`'] : []),
      ...(fieldsOf(get)['headers'] === undefined ? [] : ['`http_get.headers`']),
    ].map(notCarriedOver),
  };
}

function ofExec({command, working_dir: dir}: Fields): Health['probe'] | undefined {
  const cmd = textOf(command);
  if (cmd === undefined) return undefined;
  return {cmd: inFolder(textOf(dir), unescaped(cmd))};
}

function ofHttp(get: Fields): Health['probe'] {
  const port = textOf(get['port'] ?? get['num_port']) ?? '';
  const host = textOf(get['host']) ?? 'localhost';
  const scheme = textOf(get['scheme'])?.toLowerCase() ?? 'http';
  const path = textOf(get['path']) ?? '/';
  const address = `${port === '' ? '' : `:${port}`}${path.startsWith('/') ? path : `/${path}`}`;
  const isLocal = scheme === 'http' && port !== '' && ['localhost', '127.0.0.1'].includes(host);
  const status = amountOf(get['status_code']);
  return defined({
    http: isLocal ? address : `${scheme}://${host}${address}`,
    status: status === undefined ? undefined : [status],
  });
}

/** In process-compose `$$` stands for a `$` that the shell sees. */
export function unescaped(command: string): string {
  return command.replaceAll('$$', () => '$');
}

export function inFolder(dir: string | undefined, command: string): string {
  return dir === undefined ? command : `cd ${shellWord(dir)} && ${command}`;
}

export function seconds(value: unknown): string | undefined {
  const amount = amountOf(value);
  return amount === undefined ? undefined : `${amount}s`;
}

/** The expression that matches the text itself. */
function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
