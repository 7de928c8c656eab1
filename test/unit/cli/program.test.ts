import {describe, expect, test} from 'vitest';
import {Bugs} from '../../../src/cli/bugs.ts';
import {COMMANDS} from '../../../src/cli/command-table.ts';
import {completionScript} from '../../../src/cli/completion-scripts.ts';
import type {Terminal} from '../../../src/cli/context.ts';
import {runProgram} from '../../../src/cli/program.ts';
import {VERSION} from '../../../src/cli/version.ts';
import {FakeClock} from '../../rig/fake-clock.ts';

/** Runs the words and gives what was written. */
async function outputOf(...words: readonly string[]): Promise<string> {
  let text = '';
  const sink = {
    write: async (part: string) => {
      text += part;
    },
    isTerminal: false,
    gone: new AbortController().signal,
    failure: () => undefined,
  };
  const terminal: Terminal = {
    stdout: sink,
    stderr: sink,
    clock: new FakeClock(),
    env: {},
    cwd: '/nowhere',
    bugs: new Bugs(() => {}),
  };
  await runProgram(words, terminal);
  return text;
}

test.each(COMMANDS.map(({name}) => name))(
  'prox %s --help has a summary and an example',
  async name => {
    const help = await outputOf(name, '--help');
    expect(help).toContain(`Usage: prox ${name}`);
    expect(help).toContain('Examples:\n');
    expect(help).toContain(`prox ${name}`);
    expect(await outputOf('help', name)).toBe(help);
  },
);

test('the help names every command, and no option that is for prox itself', async () => {
  const help = await outputOf('--help');
  for (const {name, summary} of COMMANDS) {
    expect(help).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    expect(help.replaceAll(/\s+/g, ' ')).toContain(summary);
  }
  expect(await outputOf('up', '--help')).not.toContain('--in-background');
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
    [['logs', '--folow'], /unknown option '--folow' \(Did you mean --follow\?\)/],
    [['start'], /missing required argument 'names'/],
    [['down', 'web'], /too many arguments for 'down'/],
    [['logs', '-n'], /argument missing/],
    [['config', 'frob'], /Allowed choices are check, show, schema/],
    [['up', '--json'], /`prox up` has nothing to print as JSON/],
    [['up', '--wait'], /--wait needs --detach/],
    [['logs', '--since', 'later'], /--since must be/],
    [[], /a command is missing/],
  ])('%j', async (words, message) => {
    await expect(outputOf(...words)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(message) as string,
    });
  });
});

test.each(['bash', 'zsh', 'fish'])('the completion of %s offers every command', shell => {
  const script = completionScript(shell);
  for (const {name} of COMMANDS) expect(script).toContain(name);
  expect(script).toContain('prox completion names');
});
