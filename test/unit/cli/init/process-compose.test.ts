import {describe, expect, test} from 'vitest';
import type {Entry} from '../../../../src/cli/init/draft.ts';
import {fromProcessCompose} from '../../../../src/cli/init/process-compose.ts';

function entriesOf(processes: object, rest: object = {}): readonly Entry[] {
  return fromProcessCompose('process-compose.yaml', {processes, ...rest}).entries;
}

/** The process when it stands alone. */
function web(fields: object): Entry | undefined {
  return entriesOf({web: {command: 'serve', ...fields}})[0];
}

describe('a process', () => {
  test('keeps its command, folder and environment', () => {
    const processes = {
      web: {
        command: 'serve',
        working_dir: 'web',
        environment: ['A=b=c', 'G=own', '__proto__=x', '<<=x', 'none'],
      },
    };
    expect(entriesOf(processes, {environment: ['G=1', 'H=2']})).toEqual([
      {
        section: 'processes',
        name: 'web',
        keys: {cmd: 'serve', cwd: 'web', env: {G: 'own', H: '2', A: 'b=c'}},
        needs: {},
        remarks: [],
      },
    ]);
  });

  test('keeps a command of words', () => {
    expect(entriesOf({web: {entrypoint: ['serve', '--port', 80]}})[0]?.keys).toEqual({
      cmd: ['serve', '--port', '80'],
    });
  });

  test('gives the shell the `$` that was doubled for process-compose', () => {
    expect(web({command: 'echo $$HOME $${A}'})?.keys['cmd']).toBe('echo $HOME ${A}');
  });

  test.each([
    [{readiness_probe: {exec: {command: 'test -f a'}}}, {cmd: 'test -f a'}],
    [{readiness_probe: {exec: {command: 'x', working_dir: '/a b'}}}, {cmd: "cd '/a b' && x"}],
    [{readiness_probe: {http_get: {port: 80, path: '/health'}}}, {http: ':80/health'}],
    [{readiness_probe: {http_get: {host: '127.0.0.1', port: '80', path: 'a'}}}, {http: ':80/a'}],
    [
      {readiness_probe: {http_get: {host: 'db', scheme: 'HTTPS', port: 80, status_code: 204}}},
      {http: 'https://db:80/', status: [204]},
    ],
    [
      {
        readiness_probe: {
          exec: {command: 'x'},
          initial_delay_seconds: 40,
          period_seconds: 3,
          timeout_seconds: 2,
          failure_threshold: 5,
          success_threshold: 1,
        },
      },
      {cmd: 'x', interval: '3s', timeout: '2s', retries: 5, start_period: '40s'},
    ],
    [{liveness_probe: {exec: {command: 'x'}}}, {cmd: 'x', on_unhealthy: 'restart'}],
    [{ready_log_line: 'on (http)'}, {log: String.raw`on \(http\)`}],
  ])('with %j has a healthcheck', (fields, healthcheck) => {
    expect(web(fields)?.keys['healthcheck']).toEqual(healthcheck);
  });

  test.each([
    [{restart: 'always'}, 'always'],
    [{restart: 'on_failure', max_restarts: 0}, 'on-failure'],
    [
      {restart: 'on_failure', max_restarts: 3, backoff_seconds: 2},
      {policy: 'on-failure', max_restarts: 3, backoff: '2s'},
    ],
    [
      {restart: 'always', backoff_seconds: 60},
      {policy: 'always', backoff: '60s', max_backoff: '60s'},
    ],
    [{restart: 'no'}, undefined],
    [{restart: 'exit_on_failure'}, undefined],
  ])('with the availability %j has its restart policy', (availability, restart) => {
    expect(web({availability})?.keys['restart']).toEqual(restart);
  });

  test('keeps how it is stopped, its group, and whether it starts', () => {
    const fields = {
      shutdown: {command: 'stop $$PID', signal: 2, timeout_seconds: 3},
      namespace: 'back',
      disabled: true,
      is_tty: true,
    };
    expect(web(fields)?.keys).toEqual({
      cmd: 'serve',
      stop_cmd: 'stop $PID',
      stop_signal: 'SIGINT',
      stop_timeout: '3s',
      groups: ['back'],
      autostart: false,
      tty: true,
    });
  });

  test('says what was not carried over', () => {
    const fields = {
      replicas: 2,
      description: 'the web',
      log_location: '',
      availability: {restart: 'exit_on_failure', exit_on_end: true, exit_on_skipped: false},
      shutdown: {parent_only: true},
      readiness_probe: {exec: {command: 'x'}, success_threshold: 2},
      liveness_probe: {exec: {command: 'x'}},
    };
    expect(web(fields)?.remarks).toEqual([
      'not carried over: `success_threshold`',
      'not carried over: `liveness_probe` beside `readiness_probe`',
      'not carried over: `replicas: 2`',
      'not carried over: `description: the web`',
      'not carried over: `availability.restart: exit_on_failure`',
      'not carried over: `availability.exit_on_end: true`',
      'not carried over: `shutdown.parent_only: true`',
    ]);
  });

  test('says where a variable would not be expanded any more', () => {
    expect(web({environment: ['A=${HOME}/x', 'B=5$']})?.remarks).toEqual([
      expect.stringContaining('`env.A`'),
    ]);
  });
});

describe('depends_on', () => {
  test.each([
    ['process_started', {command: 'a', ready_log_line: 'up'}, 'started'],
    ['process_healthy', {command: 'a', readiness_probe: {exec: {command: 'x'}}}, 'healthy'],
    ['process_log_ready', {command: 'a', ready_log_line: 'up'}, 'healthy'],
    ['process_completed_successfully', {command: 'a'}, 'completed'],
    [
      'process_healthy',
      {command: 'a', is_daemon: true, readiness_probe: {exec: {command: 'x'}}},
      'ready',
    ],
  ])('%s of %j', (condition, other, expected) => {
    const [entry] = entriesOf({web: {command: 'b', depends_on: {other: {condition}}}, other});
    expect(entry).toMatchObject({needs: {other: expected}, remarks: []});
  });

  test('without a condition, and as a list, means that it has started', () => {
    const other = {command: 'x'};
    const written = {
      a: {command: 'a', depends_on: {other: {}}},
      b: {command: 'b', depends_on: ['other']},
    };
    const [a, b] = entriesOf({...written, other});
    expect([a?.needs, b?.needs]).toEqual([{other: 'started'}, {other: 'started'}]);
  });

  test('on health where nothing tells it becomes a start, and that is said', () => {
    const depends_on = {other: {condition: 'process_healthy'}};
    const [entry] = entriesOf({web: {command: 'b', depends_on}, other: {command: 'a'}});
    expect(entry?.needs).toEqual({other: 'started'});
    expect(entry?.remarks).toEqual([expect.stringContaining('other: has no healthcheck')]);
  });

  test('on an end of any kind must be an end without error, and that is said', () => {
    const depends_on = {other: {condition: 'process_completed'}};
    const [entry, other] = entriesOf({web: {command: 'b', depends_on}, other: {command: 'a'}});
    expect(entry?.remarks).toEqual([expect.stringContaining('any exit code')]);
    expect(other?.section).toBe('tasks');
  });
});

test('what ends before others start is a task, without what only processes have', () => {
  const [task] = entriesOf({
    migrate: {command: 'x', working_dir: 'db', availability: {restart: 'on_failure'}},
    web: {command: 'y', depends_on: {migrate: {condition: 'process_completed_successfully'}}},
  });
  expect(task).toMatchObject({
    section: 'tasks',
    keys: {cmd: 'x', cwd: 'db', timeout: 0},
    remarks: ['not carried over: `restart` has no place in `tasks`'],
  });
  expect(task?.keys).not.toHaveProperty('restart');
});

test('a daemon that can be asked is an outside thing', () => {
  const [db] = entriesOf({
    db: {
      command: 'docker run -d pg',
      is_daemon: true,
      working_dir: 'db',
      launch_timeout_seconds: 9,
      readiness_probe: {exec: {command: 'pg_isready'}, period_seconds: 3},
      shutdown: {command: 'docker stop pg'},
      depends_on: {web: {}},
    },
    web: {command: 'x'},
  });
  expect(db).toEqual({
    section: 'dependencies',
    name: 'db',
    keys: {check: {cmd: 'pg_isready'}, timeout: '9s', start: 'cd db && docker run -d pg'},
    needs: {},
    remarks: [
      'not carried over: `stop_cmd` has no place in `dependencies`',
      'not carried over: `depends_on`',
    ],
  });
});

test('a daemon that cannot be asked is a task: its command ends', () => {
  expect(web({is_daemon: true})).toMatchObject({section: 'tasks', keys: {timeout: 0}});
});

test('settings of the whole file are named', () => {
  const {remarks} = fromProcessCompose('process-compose.yaml', {
    processes: {},
    shell: {},
    vars: {},
  });
  expect(remarks).toEqual([
    'process-compose runs commands by bash, prox by sh',
    'not carried over: `shell` of process-compose.yaml',
    'not carried over: `vars` of process-compose.yaml',
  ]);
});

test.each([
  undefined,
  [],
  'text',
  {processes: []},
  {processes: {web: null}},
  {processes: {web: []}},
])('%j does no harm', data => {
  expect(() => fromProcessCompose('process-compose.yaml', data)).not.toThrow();
});
