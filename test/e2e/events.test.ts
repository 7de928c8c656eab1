import {describe, expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';

const api = {port: 0};
const forever = 'sleep 1000';
const crashing = 'echo "Error: no pool" >&2; exit 3';

async function running(processes: Readonly<Record<string, unknown>>): Promise<ProxCli> {
  const cli = await ProxCli.create({config: {api, processes}});
  await cli.run('up', '-d');
  return cli;
}

interface Listed {
  readonly events: readonly {readonly id: number; readonly type: string}[];
}

async function crashesOf(cli: ProxCli, ...words: readonly string[]): Promise<Listed['events']> {
  const {events} = (await cli.json('events', '--type', 'process.crashed', ...words)) as Listed;
  return events;
}

describe('events', () => {
  test('of a crash have the line that tells why', async () => {
    await using cli = await running({web: forever, api: crashing});
    const {code, stdout} = await cli.run('events', '--severity', 'critical');

    expect(code).toBe(0);
    expect(stdout).toMatch(/^ID .*\n\d+ .* critical +api +api crashed.*: Error: no pool\n$/);
  });

  test('are acknowledged, and stay so over a restart of prox', async () => {
    await using cli = await running({web: forever, api: crashing});
    const [crash] = await crashesOf(cli);
    const id = String(crash?.id);

    expect(await cli.run('events', 'ack', id)).toMatchObject({code: 0, stdout: '1 acknowledged\n'});
    expect(await cli.run('events', 'ack', '999')).toMatchObject({
      code: 1,
      stderr: 'prox: No such event: 999\n',
    });
    expect(await crashesOf(cli, '--unacknowledged')).toEqual([]);
    await cli.run('down');
    await cli.run('up', '-d');
    expect((await crashesOf(cli)).map(event => event.id).at(-1)).toBe(Number(id));
    expect(await crashesOf(cli, '--unacknowledged')).toHaveLength(1);
    await cli.run('events', 'ack', '--all');
    expect(await crashesOf(cli, '--unacknowledged')).toEqual([]);
  });

  test('-f goes on over a restart of prox, each event once', async () => {
    await using cli = await running({web: forever});
    const follower = cli.spawn('events', '-f', '--process', 'web', '--json');
    await follower.line(/process\.started/);
    await cli.run('restart', 'web');
    await follower.line(/process\.restarted/);
    await cli.run('down');
    await follower.line(/waiting for it to come back/);
    await cli.run('up', '-d');
    await follower.line(/process\.started/);
    follower.kill();
    const {stdout} = await follower.exit;
    const ids = stdout
      .trimEnd()
      .split('\n')
      .map(line => (JSON.parse(line) as {id: number}).id);

    expect(ids.length).toBeGreaterThanOrEqual(4);
    expect(ids).toEqual([...new Set(ids)].toSorted((left, right) => left - right));
  });
});

describe('events of a prox that has ended', () => {
  test('are read from what it has left, with a note', async () => {
    await using cli = await running({web: forever, api: crashing});
    await cli.run('down');
    const {code, stdout, stderr} = await cli.run('events', '--severity', 'critical');

    expect({code, stderr}).toEqual({
      code: 0,
      stderr: 'prox: no prox is running here; these are of earlier runs\n',
    });
    expect(stdout).toMatch(/^ID .*\n\d+ .* critical +api +api crashed.*: Error: no pool\n$/);
    const [crash] = await crashesOf(cli);
    expect((await cli.run('events', String(crash?.id))).stdout).toMatch(
      /^api crashed[^]*Error: no pool\n$/,
    );
    expect(await crashesOf(cli, '--process', 'web')).toEqual([]);
  });

  test('cannot be followed nor acknowledged', async () => {
    await using cli = await running({web: forever});
    await cli.run('down');

    expect(await cli.run('events', '-f')).toMatchObject({code: 3, stdout: ''});
    expect(await cli.run('events', 'ack', '--all')).toMatchObject({code: 3, stdout: ''});
  });

  test('are none where prox has never run', async () => {
    await using cli = await ProxCli.create({config: {api, processes: {web: forever}}});

    expect(await cli.run('events')).toMatchObject({code: 3, stdout: ''});
  });
});

describe('stats', () => {
  test('are of every process, and of one with its children and ports', async () => {
    const listening = `node -e "require('http').createServer().listen(0, '127.0.0.1', function () { console.log('at ' + this.address().port) })"`;
    await using cli = await running({web: {cmd: listening, healthcheck: {log: 'at '}}});
    await cli.run('wait', 'web');
    const {logs} = (await cli.json('logs', 'web', '--stream', 'stdout')) as {
      logs: {line: string}[];
    };
    const port = Number(logs[0]?.line.slice('at '.length));

    expect(await cli.json('stats', 'web')).toMatchObject({
      processes: [{name: 'web', listening_ports: [port], lines: 1}],
    });
    const {code, stdout} = await cli.run('stats', 'web');
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^NAME .* PORTS\nweb .* ${port}\n\nNAME .*\n[^]*node -e`));
    expect((await cli.run('stats')).stdout).toMatch(/^NAME [^]*\nweb [^]*\nall [^]*\nprox /);
  });
});

describe('api', () => {
  test('checks a prox.yaml from standard input', async () => {
    await using cli = await running({web: forever});
    const typed = ['sh', '-c', 'echo "processes: {web: 7}" | "$@"', 'sh'];
    const command = cli.spawnBy(typed, 'api', 'POST', '/config/validate', '-');
    const {code, stdout} = await command.exit;

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({valid: false, errors: [{line: 1}]});
  });

  test('prints metrics, and says when not all is ready', async () => {
    await using cli = await running({web: {cmd: forever, healthcheck: {log: 'never'}}});

    expect((await cli.run('api', 'GET', '/metrics')).stdout).toMatch(/^prox_process_ready\{.*web/m);
    expect(await cli.run('api', 'GET', '/ready')).toMatchObject({
      code: 1,
      stdout: '{"ready":false,"not_ready":1}\n',
      stderr: '',
    });
  });
});
