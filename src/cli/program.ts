import {Argument, Command as Commander, CommanderError, Option} from 'commander';
import {ExitCode, ProxError} from '../core/errors.ts';
import {COMMANDS, GLOBAL_OPTIONS, type CommandSpec} from './command-table.ts';
import type {Outcome, Terminal} from './context.ts';
import {Options} from './options.ts';
import {Output} from './output.ts';
import {VERSION} from './version.ts';

/** Runs the command that the words name. @throws ProxError USAGE, and what the command throws */
export async function runProgram(words: readonly string[], terminal: Terminal): Promise<Outcome> {
  const help: string[] = [];
  let outcome: Outcome = ExitCode.done;
  const program = createProgram(text => help.push(text));
  for (const spec of COMMANDS) {
    addCommand(program, spec).action(async (...args: readonly unknown[]) => {
      const command = args.at(-1);
      if (command instanceof Commander) outcome = await invoke(spec, command, terminal);
    });
  }
  try {
    await program.parseAsync(words, {from: 'user'});
  } catch (error) {
    if (!(error instanceof CommanderError) || error.exitCode !== 0) throw error;
    await terminal.stdout.write(help.join(''));
  }
  return outcome;
}

function createProgram(writeHelp: (text: string) => void): Commander {
  const program = new Commander('prox')
    .description('Runs the processes of a project: one prox.yaml, one command.')
    .version(VERSION, '-V, --version')
    .helpCommand('help [command]', 'show what a command does')
    .configureHelp({
      showGlobalOptions: true,
      subcommandTerm: command => [command.name(), ...command.aliases()].join(', '),
    })
    .configureOutput({writeOut: writeHelp, writeErr: () => {}});
  program.exitOverride(error => throwUsage(error, program));
  for (const [flags, text] of GLOBAL_OPTIONS) program.option(flags, text);
  return program;
}

function addCommand(program: Commander, spec: CommandSpec): Commander {
  const command = program.command(spec.name).summary(spec.summary).description(`${spec.summary}.`);
  if (spec.alias !== undefined) command.alias(spec.alias);
  for (const [flags, text] of spec.options) {
    command.addOption(new Option(flags, text).hideHelp(text === undefined));
  }
  for (const [index, operand] of spec.operands.entries()) {
    const argument = new Argument(operand);
    if (index === 0 && spec.choices !== undefined) argument.choices(spec.choices);
    command.addArgument(argument);
  }
  const width = Math.max(...spec.examples.map(([line]) => line.length));
  const examples = spec.examples.map(([line, text]) => `  ${line.padEnd(width)}  ${text}`);
  command.addHelpText('after', `\nExamples:\n${examples.join('\n')}`);
  return command.exitOverride(error => throwUsage(error, command));
}

/** commander's own words for what is wrong, with the usage line of the command that was meant. */
function throwUsage(error: CommanderError, command: Commander): never {
  if (error.exitCode === 0) throw error;
  const usage = `${command.parent === null ? '' : 'prox '}${command.name()} ${command.usage()}`;
  const isBare = error.code === 'commander.help';
  const detail = isBare ? 'a command is missing' : error.message.replace(/^error: /, '');
  const next = command.parent === null ? 'prox help' : `prox ${command.name()} --help`;
  throw new ProxError('USAGE', {
    detail: detail.replaceAll('\n', ' '),
    hint: `Usage: ${usage}\nSee \`${next}\`.`,
  });
}

async function invoke(spec: CommandSpec, command: Commander, terminal: Terminal): Promise<Outcome> {
  const options = new Options(command.optsWithGlobals());
  if (options.isSet('json') && spec.hasJson !== true) {
    throw new ProxError('USAGE', {detail: `\`prox ${spec.name}\` has nothing to print as JSON`});
  }
  const {stdout, stderr, ...world} = terminal;
  const output = new Output({
    stdout,
    stderr,
    env: world.env,
    color: options.toggle('color'),
    isQuiet: options.isSet('quiet'),
  });
  const {run} = await spec.load();
  return run({...world, args: command.args, options, output});
}
