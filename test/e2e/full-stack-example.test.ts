import {describe, expect, test, vi} from 'vitest';
import {curl, curlJson, curlStatus} from '../rig/curl.ts';
import {findStores, FullStackExample} from '../rig/full-stack-example.ts';

vi.setConfig({testTimeout: 60_000}); // a database is made, starts and ends

describe.each(findStores())('with the store %s', store => {
  test('a job goes from the page through API, database and worker, and nothing is left after down', async () => {
    await using example = await FullStackExample.start(store);
    const {cli} = example;
    const worker = await example.follow('worker');

    expect(await curlJson(example.url('api', '/jobs'))).toEqual([]);
    expect(await curlStatus('-X', 'POST', example.url('web'))).toBe('303');
    await worker.line(/worker +\| job 1 done/);
    expect(await curl(example.url('web'))).toContain('<li>job 1: done</li>');
    expect(await curlJson(example.url('api', '/jobs'))).toEqual([{id: 1, done: true}]);

    worker.kill();
    await worker.exit;
    expect(await cli.run('down')).toMatchObject({code: 0});
    await cli.assertNothingLeft();
    expect(cli.read('.data/postgres/postmaster.pid')).toBeUndefined();
  });

  test('an API that is killed comes back, and so does what it answers', async () => {
    await using example = await FullStackExample.start(store);
    const api = await example.follow('api');

    process.kill(await example.pidOf('api'), 'SIGKILL');
    await api.line(/api crashed/);
    await api.line(/api is healthy/);
    expect(await curlJson(example.url('api', '/jobs'))).toEqual([]);
  });

  test('an edit of the API is seen at once', async () => {
    await using example = await FullStackExample.start(store);
    const api = await example.follow('api');

    await example.edit('api/server.mjs', 'listening on', 'at your service on');
    expect(await api.line(/prox +\| .*restart/)).toContain('api/server.mjs');
    await api.line(/api +\| at your service on/);
    await api.line(/api is healthy/);
  });

  test('without its database the API says so, and answers when it is back', async () => {
    await using example = await FullStackExample.start(store);
    const {cli} = example;
    await curl('-X', 'POST', example.url('api', '/jobs'));
    const [db, api] = [await example.follow('db'), await example.follow('api')];

    expect(await cli.run('stop', 'db')).toMatchObject({code: 0});
    await api.line(/GET \/health: /);
    expect(await curlStatus(example.url('api', '/jobs'))).toBe('503');
    expect(await cli.run('start', 'db')).toMatchObject({code: 0});
    await db.line(/db stopped/);
    await db.line(/db is healthy/);
    expect(await curlJson(example.url('api', '/jobs'))).toMatchObject([{id: 1}]);
  });
});
