import {describe, expect, it, test} from 'vitest';
import {diagnose} from '../../../../src/core/diagnosis/diagnose.ts';
import type {Facts} from '../../../../src/core/diagnosis/facts.ts';
import {STAY} from '../../../../src/core/restart-policy.ts';
import {crashedFacts, sampleFacts, sampleHolder, sampleOther} from '../../../rig/sample-facts.ts';

function causeOf(facts: Facts): string | undefined {
  return diagnose(facts).cause;
}

describe('a port that is taken', () => {
  const port = {number: 3000, holder: sampleHolder(), formerHolder: undefined};

  it.each([
    [
      'Node',
      `Error: listen EADDRINUSE: address already in use :::3000
    at Server.listen (node:net:2067:7) {
  code: 'EADDRINUSE',
  address: '::'
}`,
    ],
    ['Node on one address', 'Error: listen EADDRINUSE: address already in use 127.0.0.1:3000'],
    ['Vite', 'Error: Port 3000 is already in use'],
    ['Python', 'OSError: [Errno 98] Address already in use'],
    [
      'uvicorn',
      "ERROR:    [Errno 98] error while attempting to bind on address ('127.0.0.1', 3000): address already in use",
    ],
    [
      'Flask',
      'Address already in use\nPort 3000 is in use by another program. Either identify and stop that program, or start the server with a different port.',
    ],
    ['Django', 'Error: That port is already in use.'],
    ['gunicorn', "[2024-01-02 10:32:01 +0000] [7] [ERROR] Connection in use: ('127.0.0.1', 3000)"],
    ['Go', '2024/01/02 10:32:01 listen tcp :3000: bind: address already in use'],
    ['Rust', 'Error: Os { code: 98, kind: AddrInUse, message: "Address already in use" }'],
    ['Spring', 'Web server failed to start. Port 3000 was already in use.'],
    [
      'Ruby',
      'bind\': Address already in use - bind(2) for "127.0.0.1" port 3000 (Errno::EADDRINUSE)',
    ],
    [
      'nginx',
      '2024/01/02 10:32:01 [emerg] 1#1: bind() to 0.0.0.0:3000 failed (98: Address already in use)',
    ],
    ['PHP', 'Failed to listen on localhost:3000 (reason: Address already in use)'],
    [
      'PostgreSQL',
      '2024-01-02 10:32:33.866 UTC [7] LOG:  could not bind IPv4 address "127.0.0.1": Address already in use',
    ],
  ])('is told with its holder, in the words of %s', (_, text) => {
    expect(causeOf(crashedFacts(text, {port}))).toBe(
      'api crashed: port 3000 is held by pid 123 (node other.js, in /x)',
    );
  });

  const text = 'Error: listen EADDRINUSE: address already in use :::3000';

  it('says how to get it back, from whomever holds it', () => {
    const nextStep = (holder: Partial<ReturnType<typeof sampleHolder>>): string | undefined =>
      diagnose(crashedFacts(text, {port: {...port, holder: sampleHolder(holder)}})).nextStep;
    const orOther = 'or give api another port (`port: auto` takes a free one).';
    expect(nextStep({})).toBe(`End it (\`kill 123\`), ${orOther}`);
    expect(nextStep({project: '/a', process: 'web'})).toBe(
      `Run \`prox stop web\` in /a, ${orOther}`,
    );
    expect(nextStep({project: '/a'})).toBe(`Run \`prox down\` in /a, ${orOther}`);
  });

  it('that is free by now needs a restart only', () => {
    const freed = {...port, holder: undefined, formerHolder: sampleHolder()};
    expect(diagnose(crashedFacts(text, {port: freed}))).toEqual({
      cause: 'api crashed: port 3000 was held by pid 123 (node other.js, in /x), and is free now',
      nextStep: 'Run `prox restart api`.',
    });
  });

  it('without a known holder is told all the same', () => {
    expect(causeOf(crashedFacts(text))).toBe('api crashed: port 3000 was in use');
    expect(causeOf(crashedFacts('OSError: [Errno 98] Address already in use'))).toBe(
      'api crashed: the port that it wants is in use',
    );
    const trace = `${text}\n  code: 'EADDRINUSE',`;
    expect(causeOf(crashedFacts(trace))).toBe('api crashed: port 3000 was in use');
  });
});

describe('a command that is not there', () => {
  it.each([
    ['dash', 'sh: 1: foo-bar: not found'],
    ['bash', 'bash: line 1: foo-bar: command not found'],
    ['bash, interactive', 'bash: foo-bar: command not found'],
    ['busybox', 'sh: foo-bar: not found'],
    ['zsh', 'zsh: command not found: foo-bar'],
    ['env', 'env: ‘foo-bar’: No such file or directory'],
    ['npm', '\n> api@1.0.0 dev\n> foo-bar\n\nsh: 1: foo-bar: not found'],
  ])('is named, as %s tells it', (_, text) => {
    expect(causeOf(crashedFacts(text, {exit: {code: 127}}))).toBe(
      'api crashed: there is no command `foo-bar`',
    );
  });

  it('is told as a path when it is one', () => {
    const {cause, nextStep} = diagnose(
      crashedFacts('sh: 1: ./nope: not found', {exit: {code: 127}}),
    );
    expect(cause).toBe(
      'api crashed: there is no ./nope, or not the interpreter that its first line names',
    );
    expect(nextStep).toContain('`cwd`');
  });

  it('is told when there was no shell to tell it', () => {
    expect(
      diagnose(
        sampleFacts({
          state: {
            status: 'crashed',
            cause: {type: 'spawnFailed', message: 'command not found: foo-bar'},
            verdict: {type: 'stay'},
          },
        }),
      ).cause,
    ).toBe('api could not be started: there is no command `foo-bar`');
  });

  it('is not what `not found` means after another exit code', () => {
    expect(causeOf(crashedFacts('GET /users: not found'))).toBe(
      'api crashed (exit code 1): GET /users: not found',
    );
  });
});

test.each([
  ['dash', 'sh: 1: ./run.sh: Permission denied'],
  ['bash', 'bash: ./run.sh: Permission denied'],
])('a file that is not executable is told with the remedy (%s)', (_, text) => {
  expect(diagnose(crashedFacts(text, {exit: {code: 126}}))).toEqual({
    cause: 'api crashed: ./run.sh is not executable',
    nextStep: 'Run `chmod +x ./run.sh`.',
  });
});

test('a working directory that is not there is told as it is', () => {
  const message = 'the working directory /a/b does not exist';
  const cause = {type: 'spawnFailed', message} as const;
  const facts = sampleFacts({state: {status: 'crashed', cause, verdict: {type: 'stay'}}});
  expect(diagnose(facts)).toEqual({
    cause: `api could not be started: ${message}`,
    nextStep: 'Mend api in prox.yaml, then run `prox restart api`.',
  });
});

describe('an end by memory', () => {
  const v8 = `<--- JS stacktrace --->

FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory
----- Native stack trace -----

 1: 0xb78db3 node::OOMErrorHandler(char const*, v8::OOMDetails const&) [node]`;

  it.each([
    ['its signal', {code: undefined, signal: 'SIGABRT'}],
    ["its shell's exit code", {code: 134}],
  ])('of Node is told, by %s', (_, exit) => {
    const {cause, nextStep} = diagnose(crashedFacts(v8, {exit}));
    expect(cause).toBe('api crashed: it ran out of memory: the heap of Node is full');
    expect(nextStep).toContain('--max-old-space-size');
  });

  it.each([
    [
      'Java',
      'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space',
      'Java heap space',
    ],
    ['Python', 'Traceback (most recent call last):\nMemoryError', 'MemoryError'],
    ['Go', 'fatal error: runtime: out of memory', 'fatal error: runtime: out of memory'],
    [
      'Rust',
      'memory allocation of 1000000000000 bytes failed',
      'memory allocation of 1000000000000 bytes failed',
    ],
  ])('of %s is told', (_, text, told) => {
    expect(causeOf(crashedFacts(text))).toBe(`api crashed: it ran out of memory: ${told}`);
  });

  it.each([
    ['SIGKILL', {code: undefined, signal: 'SIGKILL'}],
    ['SIGKILL, exit code 137', {code: 137}],
  ])('by the system is only probable (%s)', (told, exit) => {
    const {cause, nextStep} = diagnose(crashedFacts('listening', {exit}));
    expect(cause).toBe(`api crashed: killed from outside (${told}): by hand, or out of memory`);
    expect(nextStep).toMatch(/dmesg.*container/);
  });
});

test.each([
  ['SIGTERM', 'api crashed: ended from outside (SIGTERM)'],
  ['SIGSEGV', 'api crashed: native code in it failed (SIGSEGV)'],
])('an end by %s of somebody else is told', (signal, expected) => {
  expect(causeOf(crashedFacts('Error: old', {exit: {code: undefined, signal}}))).toBe(expected);
});

describe('something else that is not there', () => {
  it.each([
    [
      'Node',
      'Error: connect ECONNREFUSED 127.0.0.1:5432\n    at TCPConnectWrap.afterConnect',
      '127.0.0.1:5432',
    ],
    [
      'Node on both addresses',
      'AggregateError [ECONNREFUSED]: \n    at internalConnectMultiple {\n  [errors]: [\n    Error: connect ECONNREFUSED ::1:5432\n    Error: connect ECONNREFUSED 127.0.0.1:5432',
      '127.0.0.1:5432',
    ],
    ['Go', 'dial tcp 127.0.0.1:5432: connect: connection refused', '127.0.0.1:5432'],
    [
      'libpq',
      'connection to server at "localhost" (127.0.0.1), port 5432 failed: Connection refused',
      'localhost:5432',
    ],
    [
      'redis-py',
      'redis.exceptions.ConnectionError: Error 111 connecting to localhost:5432. Connection refused.',
      'localhost:5432',
    ],
    [
      'JDBC',
      'org.postgresql.util.PSQLException: Connection to localhost:5432 refused. Check that the hostname and port are correct',
      'localhost:5432',
    ],
    ['Prisma', "Can't reach database server at `localhost:5432`", 'localhost:5432'],
    ['MySQL', "Can't connect to MySQL server on '127.0.0.1:5432' (111)", '127.0.0.1:5432'],
    [
      'requests',
      "HTTPConnectionPool(host='localhost', port=5432): Max retries exceeded with url: / (Caused by NewConnectionError('[Errno 111] Connection refused'))",
      'localhost:5432',
    ],
    [
      'curl',
      "curl: (7) Failed to connect to localhost port 5432 after 0 ms: Couldn't connect to server",
      'localhost:5432',
    ],
  ])('is named by its address, as %s tells it', (_, text, address) => {
    expect(causeOf(crashedFacts(text))).toBe(`api crashed: nothing answers at ${address}`);
  });

  const refused = 'Error: connect ECONNREFUSED 127.0.0.1:5432';

  it('is named by its name when prox knows it', () => {
    const db = sampleOther({status: 'crashed', health: 'unknown', reason: 'exit code 1'});
    expect(diagnose(crashedFacts(refused, {others: [db]}))).toEqual({
      cause:
        'api crashed: nothing answers at 127.0.0.1:5432, the port of db, which has crashed: exit code 1',
      nextStep: 'Run `prox why db`.',
    });
  });

  it('and came too late is a matter of depends_on', () => {
    expect(diagnose(crashedFacts(refused, {others: [sampleOther()]}))).toEqual({
      cause: 'api crashed: nothing answered at 127.0.0.1:5432, where db runs by now',
      nextStep: 'Add db to `depends_on` of api, then run `prox restart api`.',
    });
  });

  it('on another machine is none of those that prox knows', () => {
    const text = 'Error: connect ECONNREFUSED 10.0.0.5:5432';
    expect(causeOf(crashedFacts(text, {others: [sampleOther()]}))).toBe(
      'api crashed: nothing answers at 10.0.0.5:5432',
    );
  });

  it.each([
    ['Node', 'Error: getaddrinfo ENOTFOUND postgres'],
    ['libpq', 'could not translate host name "postgres" to address: Name or service not known'],
    ['Go', 'dial tcp: lookup postgres on 127.0.0.53:53: no such host'],
  ])('for want of a name is told (%s)', (_, text) => {
    expect(causeOf(crashedFacts(text))).toBe('api crashed: no machine is called postgres here');
  });

  it('is told also where nobody says which', () => {
    expect(causeOf(crashedFacts('ConnectionRefusedError: [Errno 111] Connection refused'))).toMatch(
      /something that it connects to is not there/,
    );
  });
});

describe('a permission that is missing', () => {
  it.each([
    ['Node', 'Error: listen EACCES: permission denied 0.0.0.0:80'],
    ['Go', 'listen tcp :80: bind: permission denied'],
    ['nginx', 'bind() to 0.0.0.0:80 failed (13: Permission denied)'],
  ])('for a low port is told, as %s says it', (_, text) => {
    expect(causeOf(crashedFacts(text))).toBe(
      'api crashed: it may not listen on port 80: those below 1024 are for root',
    );
  });

  it.each([
    ['Node', "Error: EACCES: permission denied, open '/x/data'"],
    ['Python', "PermissionError: [Errno 13] Permission denied: '/x/data'"],
    ['Go', 'open /x/data: permission denied'],
    ['coreutils', 'cat: /x/data: Permission denied'],
  ])('for a file is told, as %s says it', (_, text) => {
    expect(causeOf(crashedFacts(text))).toBe('api crashed: it may not use /x/data');
  });
});

describe('what nobody knows the words of', () => {
  it('is told by its exit code and its telling line', () => {
    expect(diagnose(crashedFacts('TypeError: x is not a function\n    at a.js:1'))).toEqual({
      cause: 'api crashed (exit code 1): TypeError: x is not a function',
      nextStep: '`prox logs api` shows what it wrote.',
    });
  });

  it('is told by stdout when stderr is empty', () => {
    const facts = {...crashedFacts(''), output: {stderr: [], stdout: ['no config']}};
    expect(causeOf(facts)).toBe('api crashed (exit code 1): no config');
  });

  it('is told with the variables that the last good run had', () => {
    const changes = {config: [], envAdded: [], envRemoved: ['DATABASE_URL'], envChanged: []};
    expect(causeOf(crashedFacts('boom', {changes}))).toBe(
      'api crashed (exit code 1): boom; its last good run had DATABASE_URL in its environment',
    );
  });

  it('is given up after so many restarts', () => {
    expect(causeOf(crashedFacts('boom', {verdict: {type: 'giveUp', restarts: 5}}))).toBe(
      'api crashed and was given up after 5 restarts (exit code 1): boom',
    );
  });
});

test('who ends well again and again is told so', () => {
  const facts = crashedFacts('', {
    exit: {code: 0, success: true},
    verdict: {type: 'giveUp', restarts: 5},
  });
  expect(causeOf(facts)).toBe(
    'api ends by itself again and again and was given up after 5 restarts',
  );
});

test('a task that took too long is told with its time', () => {
  const facts = sampleFacts({
    name: 'migrate',
    state: {status: 'crashed', cause: {type: 'timedOut', exit: undefined}, verdict: {type: 'stay'}},
    timeoutMs: 60_000,
    output: {stderr: [], stdout: ['step 3 of 10']},
  });
  expect(causeOf(facts)).toBe('migrate did not end within 1m00s and was stopped: step 3 of 10');
});

test('what outlived SIGKILL is named', () => {
  const survivors = [{pid: 7, command: 'dd'}];
  const facts = sampleFacts({
    state: {status: 'crashed', cause: {type: 'notReaped', survivors}, verdict: {type: 'stay'}},
  });
  expect(causeOf(facts)).toBe('api cannot be ended: pid 7 (dd) outlived SIGKILL');
});

test('what wrote nothing is to be run by hand', () => {
  expect(diagnose(crashedFacts('')).nextStep).toBe(
    'It wrote nothing; `prox run api -- …` runs its command by hand, in its environment.',
  );
});

test('what was ended from outside and is to start again needs nobody to start it', () => {
  const exit = {code: undefined, signal: 'SIGTERM'};
  expect(diagnose(crashedFacts('', {exit})).nextStep).toBe(
    'Nobody asked prox to end it: run `prox start api`.',
  );
  expect(diagnose(crashedFacts('', {exit, nextRestartMs: 4000})).nextStep).toBe(
    'Nobody asked prox to end it: it starts again by itself in 4s, with `prox restart api` at once.',
  );
});

test('a terminal that prox cannot open is no fault of prox.yaml', () => {
  const message = 'tty: true needs the package @lydell/node-pty';
  const state = {status: 'crashed', cause: {type: 'spawnFailed', message}, verdict: STAY} as const;
  expect(diagnose(sampleFacts({state}))).toEqual({
    cause: `api could not be started: ${message}`,
    nextStep:
      'Run `npm install @lydell/node-pty` where prox is installed, then `prox restart api`; or take out `tty: true`.',
  });
});
