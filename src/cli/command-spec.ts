import type {Command} from './context.ts';

/** One of some words, a name of anything or of a group, that of a process or task, a path of the API, or a file. */
export type OfferedWords = readonly string[] | 'names' | 'processes' | 'paths' | 'files';

/** Without a text it is for prox itself and not shown. */
export type OptionSpec = readonly [flags: string, text?: string, values?: OfferedWords];

/** Of the commands that print something to read. */
export const JSON_OPTION: OptionSpec = ['--json', 'print JSON'];

/** The command that shows what a command does; commander's own knows no suggestions. */
export const HELP = 'help';

export interface CommandSpec {
  readonly name: string;
  readonly alias?: string;
  /** In commander's grammar: `<needed>`, `[optional]`, `[several...]`. */
  readonly operands: readonly string[];
  /** What the first operand may be. */
  readonly choices?: readonly string[];
  /** What it may be besides, for prox itself. */
  readonly hiddenChoices?: readonly string[];
  readonly summary: string;
  /** Where those who use it wrongly may have wanted to go. */
  readonly related?: string;
  readonly options: readonly OptionSpec[];
  /** Those that may be given several times, in their long form. */
  readonly repeatable?: readonly string[];
  /** A command line and what it does. */
  readonly examples: readonly (readonly [line: string, text: string])[];
  /** Operands are names of these, or the first is: completion offers them. */
  readonly takes?: 'names' | 'processes';
  /** Other words for the completion; more than these may stand there. */
  readonly offers?: readonly [first: OfferedWords, later: OfferedWords];
  /** What follows the first operand is a command of its own: its options are not ours. */
  readonly takesCommand?: true;
  readonly load: () => Promise<{readonly run: Command}>;
}

/** Accepted before and after the command name. */
export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  ['-c, --config <path>', 'the config file (default: prox.yaml or prox.yml)', 'files'],
  ['--addr <url>', 'the address of a running prox, instead of looking for it'],
  ['--token <token>', 'the API token (default: PROX_TOKEN, api.token, ~/.prox/token)'],
  ['--color', 'colours, also into a pipe'],
  ['--no-color', 'no colours'],
  ['-q, --quiet', 'print only what was asked for and errors'],
  ['-v, --verbose', 'print what an error was caused by'],
];
