import {readFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {redactLine} from '../config/redact-command.ts';
import type {PortConflict} from '../core/process-report.ts';
import {findPortHolder, holdsPort, type PortHolder, variableOf} from '../os/port-holder.ts';
import {PROCESS_MARK} from './process-tree.ts';

/**
 * Who holds the port that a process is to get, before it starts: it will fail, or be hidden behind a
 * stranger, and what it says of that is often less clear. Undefined when nobody does, or without a port.
 * Its command line is as one may show it.
 */
export async function findPortConflict(
  port: number | undefined,
): Promise<PortConflict | undefined> {
  const holder = port === undefined ? undefined : await findPortHolder(port);
  if (port === undefined || !holder) return undefined;
  const command = redactLine(holder.command, {});
  return {port, ...holder, command, ...(await findProx(holder))};
}

/** He has neither ended nor let go of the port since. */
export async function stillHolds({pid, port}: PortConflict): Promise<boolean> {
  return holdsPort(pid, port);
}

/** The prox that has started the holder, or that it is. */
async function findProx({
  pid,
  cwd,
}: PortHolder): Promise<Pick<PortConflict, 'project' | 'process'>> {
  const process = await variableOf(pid, PROCESS_MARK);
  const project = cwd === '' ? undefined : await findProject(cwd);
  const isProx = project?.pid === pid;
  if (isProx) return {project: project.folder, process: undefined};
  return {project: process === undefined ? undefined : project?.folder, process};
}

interface FoundProject {
  readonly folder: string;
  /** Of its prox. */
  readonly pid: number;
}

/** The nearest folder, from `folder` up, in which a prox runs. */
async function findProject(folder: string): Promise<FoundProject | undefined> {
  const pid = Number(await readFile(join(folder, '.prox', 'prox.pid'), 'utf8').catch(() => ''));
  if (pid > 0) return {folder, pid};
  const parent = dirname(folder);
  return parent === folder ? undefined : findProject(parent);
}
