import {spawn, type ChildProcess} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {decodeError, encodeError} from '../api/error-wire.ts';
import {ProxError} from '../core/errors.ts';
import {LogFile} from './log-file.ts';

export interface DetachOptions {
  /** The script to run, normally bin/prox.js. */
  readonly script: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Takes what the detached prox writes to its standard output and error. */
  readonly logFile: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface DetachedProx {
  readonly pid: number;
  readonly url: string;
  /** What it has to say to the one who started it. */
  readonly notes: readonly string[];
}

type Report =
  | ({readonly type: 'ready'} & DetachedProx)
  /** As the API would answer it. */
  | {readonly type: 'failed'; readonly error: string};

/**
 * Starts prox detached, in a session of its own, and resolves when it reports that its API
 * answers.
 * @throws ProxError what the detached prox failed with, or START_FAILED with the end of its log
 */
export async function spawnDetached(options: DetachOptions): Promise<DetachedProx> {
  const log = new LogFile(options.logFile);
  // A prox that is started by a child of another prox must not count as a part of that child.
  const {PROX_INSTANCE: _instance, PROX_PROCESS: _process, ...env} = options.env;
  try {
    const child = spawn(process.execPath, [options.script, ...options.args], {
      cwd: options.cwd,
      env,
      detached: true,
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
    });
    const report = await firstReport(child, options.logFile);
    child.disconnect();
    child.unref();
    if (report.type === 'failed') throw rebuild(report);
    return {pid: report.pid, url: report.url, notes: report.notes};
  } finally {
    log.close();
  }
}

/** Called in the detached prox: tells the command that started it, if that still waits. */
export function reportReady(ready: DetachedProx): void {
  send({type: 'ready', ...ready});
}

/** Called in the detached prox when it cannot start. */
export function reportFailure(error: ProxError): void {
  send({type: 'failed', error: encodeError(error)});
}

function send(report: Report): void {
  if (process.send === undefined || !process.connected) return;
  process.send(report, () => {
    // The one who started us may have gone, by Ctrl-C for example: prox runs on without it.
    if (process.connected) process.disconnect();
  });
}

async function firstReport(child: ChildProcess, logFile: string): Promise<Report> {
  return new Promise((resolve, reject) => {
    child.once('message', message => {
      if (isReport(message)) resolve(message);
    });
    child.once('error', cause => {
      reject(new ProxError('START_FAILED', {detail: cause.message, cause}));
    });
    child.once('exit', (code, signal) => {
      const end = signal === null ? `exit code ${code}` : signal;
      void endOf(logFile).then(lines => {
        reject(new ProxError('START_FAILED', {detail: `${end}; the end of ${logFile}:\n${lines}`}));
      });
    });
  });
}

function isReport(message: unknown): message is Report {
  if (typeof message !== 'object' || message === null || !('type' in message)) return false;
  return message.type === 'ready' || message.type === 'failed';
}

function rebuild(report: Extract<Report, {type: 'failed'}>): ProxError {
  return decodeError(JSON.parse(report.error)) ?? new ProxError('START_FAILED');
}

const LINES_SHOWN = 10;

async function endOf(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '(it cannot be read)');
  return text.trimEnd().split('\n').slice(-LINES_SHOWN).join('\n');
}
