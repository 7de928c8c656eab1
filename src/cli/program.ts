import {
  Argument,
  Command as Commander,
  CommanderError,
  InvalidArgumentError,
  Option,
} from 'commander';
import {ExitCode, ProxError} from '../core/errors.ts';
import {nearest} from '../core/nearest.ts';
import {GLOBAL_OPTIONS, HELP, type CommandSpec} from './command-spec.ts';
import {BESIDE_SCREEN, COMMANDS} from './command-table.ts';
import type {Outcome, Terminal} from './context.ts';
import {tellFailure} from './failure.ts';
import {Options} from './options.ts';
import {Output} from './output.ts';
import {VERSION} from './version.ts';

const JSON_FLAG = '--json';

/** Runs the command that the words name. What fails is told on standard error. */
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
  addHelp(program);
  try {
    await program.parseAsync(words, {from: 'user'});
  } catch (error) {
    const isHelp = error instanceof CommanderError && error.exitCode === 0;
    if (!isHelp) return tellFailure(error, {stderr: terminal.stderr, isVerbose: false});
  }
  if (help.length > 0) await terminal.stdout.write(help.join(''));
  return outcome;
}

function createProgram(writeHelp: (text: string) => void): Commander {
  const program = new Commander('prox')
    .description('Runs the processes of a project: one prox.yaml, one command.')
    .version(VERSION, '-V, --version')
    .helpCommand(false)
    // Each command parses what follows its name: no option is taken out of the value of another.
    .enablePositionalOptions()
    .configureHelp({
      showGlobalOptions: true,
      subcommandTerm: command => [command.name(), ...command.aliases()].join(', '),
    })
    .configureOutput({writeOut: writeHelp, writeErr: () => {}});
  program.exitOverride(error => throwUsage(error, program));
  for (const [flags, text] of GLOBAL_OPTIONS) program.option(flags, text);
  // Stands in the help of those that have it.
  program.addOption(new Option(JSON_FLAG).hideHelp());
  return program.addOption(new Option(BESIDE_SCREEN).hideHelp());
}

function addCommand(program: Commander, spec: CommandSpec): Commander {
  const command = program.command(spec.name).summary(spec.summary).description(`${spec.summary}.`);
  if (spec.alias !== undefined) command.alias(spec.alias);
  if (spec.takesCommand === true) command.passThroughOptions();
  for (const [flags, text] of spec.options) {
    const option = new Option(flags, text).hideHelp(text === undefined);
    if (spec.repeatable?.includes(option.long ?? '') === true) option.argParser(append);
    command.addOption(option);
  }
  // In its help they stand among those of the program.
  for (const [flags] of GLOBAL_OPTIONS) command.addOption(new Option(flags).hideHelp());
  for (const [index, operand] of spec.operands.entries()) {
    command.addArgument(toArgument(operand, index === 0 ? spec : {}));
  }
  const width = Math.max(...spec.examples.map(([line]) => line.length));
  const examples = spec.examples.map(([line, text]) => `  ${line.padEnd(width)}  ${text}`);
  command.addHelpText('after', `\nExamples:\n${examples.join('\n')}`);
  return command.exitOverride(error => throwUsage(error, command, spec));
}

function append(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function toArgument(
  operand: string,
  {choices, hiddenChoices = []}: Pick<CommandSpec, 'choices' | 'hiddenChoices'>,
): Argument {
  const argument = new Argument(operand);
  if (choices === undefined) return argument;
  return argument.argParser((text: string) => {
    if (choices.includes(text) || hiddenChoices.includes(text)) return text;
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
  });
}

function addHelp(program: Commander): void {
  program
    .command(HELP)
    .argument('[command]')
    .summary('show what a command does')
    .description('Show what a command does.')
    .action((name?: string) => {
      if (name === undefined) program.outputHelp();
      else findCommand(program, name).outputHelp();
    });
}

function findCommand({commands}: Commander, name: string): Commander {
  const found = commands.find(one => one.name() === name || one.aliases().includes(name));
  if (found !== undefined) return found;
  const suggestion = nearest(
    name,
    commands.map(command => command.name()),
  );
  const question = suggestion === undefined ? '' : ` (Did you mean ${suggestion}?)`;
  throw new ProxError('USAGE', {
    detail: `unknown command '${name}'${question}`,
    hint: 'See `prox help`.',
  });
}

/** commander's own words for what is wrong, with the usage line of the command that was meant. */
function throwUsage(error: CommanderError, command: Commander, spec?: CommandSpec): never {
  if (error.exitCode === 0) throw error;
  const isBare = error.code === 'commander.help';
  const detail = isBare ? 'a command is missing' : error.message.replace(/^error: /, '');
  throw new ProxError('USAGE', {
    detail: detail.replaceAll('\n', ' '),
    hint: usageOf(command, spec),
  });
}

function usageOf(command: Commander, spec?: CommandSpec): string {
  const isProgram = command.parent === null;
  const usage = `${isProgram ? '' : 'prox '}${command.name()} ${command.usage()}`;
  const help = isProgram ? 'prox help' : `prox ${command.name()} --help`;
  const lines = [`Usage: ${usage}`, `See \`${help}\`.`];
  return [...lines, ...(spec?.related === undefined ? [] : [spec.related])].join('\n');
}

async function invoke(spec: CommandSpec, command: Commander, terminal: Terminal): Promise<Outcome> {
  const {stdout, stderr, ...world} = terminal;
  const options = new Options({...command.parent?.opts(), ...command.opts()});
  const output = new Output({
    stdout,
    stderr,
    env: world.env,
    color: options.toggle('color'),
    isQuiet: options.isSet('quiet'),
  });
  try {
    if (options.isSet('json') && !command.options.some(({long}) => long === JSON_FLAG)) {
      throw new ProxError('USAGE', {detail: `\`prox ${spec.name}\` has no --json`});
    }
    const {run} = await spec.load();
    return await run({...world, args: command.args, options, output});
  } catch (error) {
    const isVerbose = options.isSet('verbose');
    return tellFailure(error, {stderr, isVerbose, usage: usageOf(command, spec)});
  }
}
