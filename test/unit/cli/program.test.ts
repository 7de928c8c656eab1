import {describe, expect, test} from 'vitest';
import {COMMANDS} from '../../../src/cli/command-table.ts';
import {VERSION} from '../../../src/cli/version.ts';
import {run} from './run-program.ts';

async function outputOf(...words: readonly string[]): Promise<string> {
  return (await run(...words)).stdout;
}

test.each(COMMANDS.map(({name}) => name))(
  'prox %s --help has a summary and an example',
  async name => {
    const help = await outputOf(name, '--help');
    expect(help).toContain(`Usage: prox ${name}`);
    expect(help).toContain('Examples:\n');
    expect(help).toContain(`prox ${name}`);
    expect(help).toMatch(/^Global Options:[^]*--config/m);
    expect(await outputOf('help', name)).toBe(help);
  },
);

test('the help names every command, and nothing that is for prox itself', async () => {
  const help = await outputOf('--help');
  for (const {name, summary} of COMMANDS) {
    expect(help).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    expect(help.replaceAll(/\s+/g, ' ')).toContain(summary);
  }
  expect(help).toMatch(/^ {2}help\b/m);
  expect(await outputOf('help')).toBe(help);
  expect(await outputOf('up', '--help')).not.toContain('--detached-child');
  expect(await outputOf('completion', '--help')).not.toMatch(/\bnames\b/);
});

test('the help of an alias is that of its command', async () => {
  expect(await outputOf('help', 'ps')).toBe(await outputOf('help', 'status'));
});

test('--json is offered by the commands that take it', async () => {
  expect(await outputOf('status', '--help')).toMatch(/^ {2}--json /m);
  expect(await outputOf('completion', '--help')).not.toContain('--json');
  expect(await outputOf('--help')).not.toContain('--json');
});

test('the version is that of the package', async () => {
  expect(await outputOf('--version')).toBe(`${VERSION}\n`);
  expect(await outputOf('version')).toBe(`${VERSION}\n`);
  expect(VERSION).toMatch(/^\d+\.\d+\.\d+/);
});

test('global options stand before or after the command', async () => {
  const after = await outputOf('version', '--json');
  expect(await outputOf('--json', 'version')).toBe(after);
  expect(JSON.parse(after)).toMatchObject({version: VERSION});
});

describe('wrong usage', () => {
  test.each([
    [['sttus'], /unknown command 'sttus' \(Did you mean status\?\)/],
    [['help', 'sttus'], /unknown command 'sttus' \(Did you mean status\?\)/],
    [['logs', '--folow'], /unknown option '--folow' \(Did you mean --follow\?\)/],
    [['start'], /missing required argument 'names'/],
    [['down', 'web'], /too many arguments for 'down'/],
    [['logs', '-n'], /argument missing/],
    [['config', 'frob'], /Allowed choices are check, show, schema/],
    [['completion', 'csh'], /Allowed choices are bash, zsh, fish/],
    [['completion', 'bash', '--json'], /unknown option '--json'/],
    [['--json', 'completion', 'bash'], /`prox completion` has no --json/],
    [['up', '--json'], /--json needs --detach/],
    [['up', '--wait'], /--wait needs --detach/],
    [['up', '-d', '--timeout', '5s'], /--timeout needs --wait/],
    [['up', '-d', '--wait', '--timeout', '5x'], /--timeout must be a duration/],
    [['logs', '--since', 'later'], /--since must be/],
    [['logs', '--regex'], /--regex needs --pattern/],
    [['logs', '--process', ','], /--process must be one or several/],
    [['config', 'check', '--env', 'web'], /`config check` has no --env/],
    [['config', 'schema', 'foo'], /takes none/],
    [['status', '--addr', 'https://127.0.0.1:1'], /--addr must be an address such as http:/],
    [['status', '--addr', '127.0.0.1:1', '--token', 'ä'], /--token must be printable ASCII/],
    [[], /a command is missing/],
  ])('%j', async (words, message) => {
    const {outcome, stdout, stderr} = await run(...words);
    expect({outcome, stdout}).toEqual({outcome: 2, stdout: ''});
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^(?:Usage: prox|See `prox help`)/m);
  });
});

test('a value that looks like an option stays the value of its option', async () => {
  for (const value of ['--json', '-v', '-q']) {
    const {outcome, stderr} = await run('up', '--timestamps', value);
    expect({value, outcome}).toEqual({value, outcome: 2});
    expect(stderr).toContain(`--timestamps must be one of none, time, iso, not '${value}'`);
  }
});

test('an error says what it was caused by with -v, and only when that is an option', async () => {
  const status = ['status', '--addr', '127.0.0.1:1'];
  expect((await run(...status, '-v')).stderr).toMatch(/^Caused by Error: connect/m);
  expect((await run('-v', ...status)).stderr).toMatch(/^Caused by Error: connect/m);
  expect((await run('logs', ...status.slice(1), '--pattern', '-v')).stderr).not.toContain('Caused');
});

describe('the next step', () => {
  test('is asked for when nobody answers', async () => {
    const {outcome, stderr} = await run('status', '--addr', 'http://127.0.0.1:1');
    expect(outcome).toBe(1);
    expect(stderr).toMatch(/^prox: prox did not answer: .*refused\)\nIs prox running\?/);
  });

  test('names a config file that does not exist', async () => {
    const {outcome, stderr} = await run('status', '-c', '/nowhere/missing.yaml');
    expect(outcome).toBe(2);
    expect(stderr).toMatch(/^prox: No prox\.yaml found: \/nowhere\/missing\.yaml\nCheck the path/);
  });
});
