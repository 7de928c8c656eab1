import {execFile} from 'node:child_process';
import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {expect, it} from 'vitest';
import {TestApp} from '../../rig/test-app.ts';

it('an env file that has become a named pipe holds up nobody', async () => {
  const web = {cmd: 'exec sleep 1000', env_file: 'web.env'};
  await using app = await TestApp.create({
    config: {processes: {web, other: 'exec sleep 1000'}},
    files: {'web.env': 'A=1\n'},
  });
  await app.begin();
  const file = join(app.project.dir, 'web.env');
  await rm(file);
  await promisify(execFile)('mkfifo', [file]);
  // More than the threads that read files.
  const restarts = Array.from({length: 6}, async () => app.app.restart({name: 'web'}));
  for (const result of await Promise.allSettled(restarts)) {
    expect(result).toMatchObject({
      status: 'rejected',
      reason: {message: expect.stringContaining('is not a regular file') as string},
    });
  }
  expect(await app.summary('web')).toMatchObject({status: 'running', restarts: 0});
});
