import {constants} from 'node:os';
import {shellText} from '../../core/shell-text.ts';
import {defined, type Entry, notCarriedOver, type Section, type Value} from './draft.ts';
import {amountOf, type Fields, fieldsOf, itemsOf, textOf} from './loose-values.ts';
import {lostKeys} from './process-compose-lost.ts';
import {healthOf, inFolder, seconds, unescaped} from './process-compose-probe.ts';

export interface ProcessFields {
  readonly fields: Fields;
  readonly section: Section;
  readonly env: Readonly<Record<string, string>>;
}

type Keys = Pick<Entry, 'keys' | 'remarks'>;

/** What an entry of this kind can say; `depends_on` aside. */
export function toEntryKeys(options: ProcessFields): Keys {
  const {fields, section} = options;
  const all = allKeys(options);
  const fitted = section === 'dependencies' ? ofDependency(all, fields) : fit(all, section);
  const health = section === 'tasks' ? [] : (healthOf(fields)?.remarks ?? []);
  return {
    keys: fitted.keys,
    remarks: [
      ...fitted.lost.map(key => `\`${key}\` has no place in \`${section}\``).map(notCarriedOver),
      ...health,
      ...unexpanded(options.env),
      ...lostKeys(fields).map(notCarriedOver),
    ],
  };
}

/** All that a process could say. */
function allKeys({fields, env}: ProcessFields): Readonly<Record<string, Value>> {
  const health = healthOf(fields);
  const shutdown = fieldsOf(fields['shutdown']);
  const namespace = textOf(fields['namespace']);
  const stopCmd = textOf(shutdown['command']);
  const isOnTerminal = ['is_tty', 'is_interactive', 'is_foreground'].some(
    key => fields[key] === true,
  );
  return defined({
    cmd: commandOf(fields),
    cwd: textOf(fields['working_dir']),
    env: Object.keys(env).length > 0 ? env : undefined,
    healthcheck: health && {...health.probe, ...health.times},
    restart: restartOf(fieldsOf(fields['availability'])),
    stop_cmd: stopCmd === undefined ? undefined : unescaped(stopCmd),
    stop_signal: signalName(shutdown['signal']),
    stop_timeout: seconds(shutdown['timeout_seconds']),
    autostart: fields['disabled'] === true || fields['is_foreground'] === true ? false : undefined,
    groups: namespace === undefined || namespace === 'default' ? undefined : [namespace],
    tty: isOnTerminal ? true : undefined,
  });
}

interface Fitted extends Pick<Entry, 'keys'> {
  /** Keys of prox.yaml that others have. */
  readonly lost: readonly string[];
}

const TASK_KEYS: ReadonlySet<string> = new Set(['cmd', 'cwd', 'env', 'stop_timeout']);

/** process-compose gives what runs to its end all the time it needs. */
function fit(all: Entry['keys'], section: Section): Fitted {
  if (section === 'processes') return {keys: all, lost: []};
  const kept = Object.entries(all).filter(([key]) => TASK_KEYS.has(key));
  const lost = Object.keys(all).filter(key => !TASK_KEYS.has(key));
  return {keys: {...Object.fromEntries(kept), timeout: 0}, lost};
}

function ofDependency(all: Entry['keys'], fields: Fields): Fitted {
  const {cmd = '', cwd, healthcheck: _check, restart: _restart, ...rest} = all;
  const start = typeof cmd === 'string' ? cmd : shellText(itemsOf(cmd).map(String));
  return {
    keys: defined({
      check: healthOf(fields)?.probe,
      timeout: seconds(fields['launch_timeout_seconds']),
      start: inFolder(textOf(cwd), start),
    }),
    lost: Object.keys(rest),
  };
}

function commandOf({command, entrypoint}: Fields): Value | undefined {
  const cmd = textOf(command);
  if (cmd !== undefined) return unescaped(cmd);
  const words = itemsOf(entrypoint).map(word => unescaped(textOf(word) ?? ''));
  return words.length > 0 ? words : undefined;
}

const POLICIES: Readonly<Record<string, string>> = {always: 'always', on_failure: 'on-failure'};
/** Of prox, when nothing is written. */
const MAX_BACKOFF_S = 30;

function restartOf(availability: Fields): Value | undefined {
  const policy = POLICIES[textOf(availability['restart']) ?? ''];
  if (policy === undefined) return undefined;
  const backoff = seconds(availability['backoff_seconds']);
  const isLong = (amountOf(availability['backoff_seconds']) ?? 0) > MAX_BACKOFF_S;
  const more = defined({
    max_restarts: amountOf(availability['max_restarts']),
    backoff,
    max_backoff: isLong ? backoff : undefined,
  });
  return Object.keys(more).length === 0 ? policy : {policy, ...more};
}

function signalName(value: unknown): string | undefined {
  const number = amountOf(value);
  return Object.entries(constants.signals).find(([, known]) => known === number)?.[0];
}

/** process-compose would have. */
function unexpanded(env: Readonly<Record<string, string>>): readonly string[] {
  const names = Object.keys(env).filter(key => /\$\w|\$\{/.test(env[key] ?? ''));
  return names.map(
    name => `the \`$\` in \`env.${name}\` stays as it is: prox expands it in env files only`,
  );
}
