import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {text} from 'node:stream/consumers';
import {expect, test} from 'vitest';
import {ScriptedProcess} from '../rig/scripted-process.ts';

test('a run prints what the test says and exits as told', async () => {
  await using web = await ScriptedProcess.create();
  const child = sh(web.command);
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const exited = once(child, 'exit');
  const run = await web.nextRun();

  await run.print('ready');
  await run.write('no line end');
  await run.printError('oh');
  await run.exit(3);

  expect(await exited).toEqual([3, null]);
  expect(await output).toEqual(['ready\nno line end', 'oh\n']);
});

test('the command is the process itself and reports where it runs', async () => {
  await using web = await ScriptedProcess.create();
  const child = sh(web.command, {cwd: '/', env: {...process.env, COLOR: 'blue'}});

  const report = await (await web.nextRun()).report();

  expect(report).toMatchObject({pid: child.pid, cwd: '/', signalsSeen: []});
  expect(report.env['COLOR']).toBe('blue');
});

test('a signal ends a run unless it ignores it', async () => {
  await using web = await ScriptedProcess.create();
  const child = sh(web.command);
  const run = await web.nextRun();

  await run.ignoreSignals('SIGTERM');
  child.kill('SIGTERM');
  expect(await run.nextSignal()).toBe('SIGTERM');
  expect((await run.report()).signalsSeen).toEqual(['SIGTERM']);

  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([null, 'SIGINT']);
  await run.ended;
});

test('a grandchild lives on by itself and holds the output of its parent', async () => {
  await using web = await ScriptedProcess.create();
  const output = text(sh(web.command).stdout);
  const run = await web.nextRun();

  const grandchild = await run.spawnGrandchild({
    detached: true,
    ignoresSigterm: true,
    holdsStdout: true,
  });
  await run.exit(0);
  process.kill(grandchild.pid, 'SIGTERM');
  expect(await grandchild.nextSignal()).toBe('SIGTERM');
  await grandchild.print('still here');
  await grandchild.crash('SIGKILL');

  expect(await output).toBe('still here\n');
});

test('a run answers HTTP with the status that the test chose', async () => {
  await using web = await ScriptedProcess.create();
  sh(web.command);
  const run = await web.nextRun();
  const port = await run.listen();

  await run.answerWith(503);

  expect((await fetch(`http://127.0.0.1:${port}`)).status).toBe(503);
});

test('nothing survives the end of the test, not even a stopped child', async () => {
  const web = await ScriptedProcess.create();
  const child = sh(web.command);
  const exited = once(child, 'exit');
  await web.nextRun();
  child.kill('SIGSTOP');

  await web[Symbol.asyncDispose]();

  expect(await exited).toEqual([null, 'SIGKILL']);
});

test('what was asked of a run that ended is an error, not silence', async () => {
  await using web = await ScriptedProcess.create();
  sh(web.command);
  const run = await web.nextRun();
  await run.crash();

  await expect(run.print('ready')).rejects.toThrow('the child has ended, it cannot write');
  await expect(run.nextSignal()).rejects.toThrow('no signal will come');
});

function sh(command: string, options: {cwd?: string; env?: NodeJS.ProcessEnv} = {}) {
  const child: ChildProcess = spawn('sh', ['-c', command], {...options, stdio: 'pipe'});
  if (!child.stdout || !child.stderr) throw new Error('spawned without pipes');
  return Object.assign(child, {stdout: child.stdout, stderr: child.stderr});
}
