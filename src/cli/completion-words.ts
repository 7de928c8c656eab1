import {
  GLOBAL_OPTIONS,
  HELP,
  type CommandSpec,
  type OfferedWords,
  type OptionSpec,
} from './command-spec.ts';
import {COMMANDS} from './command-table.ts';

/**
 * What is offered in which places: `COMMAND PLACE` is `logs first` (operand), `logs later`, `logs flag`,
 * or without a command ` --stream`, the value of that flag.
 */
export interface Offer {
  readonly places: readonly string[];
  readonly words: OfferedWords;
}

/** What the commands do. */
export const SUMMARIES: ReadonlyMap<string, string> = new Map([
  ...COMMANDS.flatMap(spec => spellings(spec).map(word => [word, spec.summary] as const)),
  [HELP, 'Show what a command does'],
]);

/** A flag that takes a value in one command does so in every one that has it. */
const VALUE_OPTIONS = [...GLOBAL_OPTIONS, ...COMMANDS.flatMap(({options}) => options)].filter(
  ([spelling, text]) => /[<[]/.test(spelling) && text !== undefined,
);

/** Flags that are followed by a value, in all their spellings. */
export const VALUE_FLAGS: readonly string[] = [
  ...new Set(VALUE_OPTIONS.flatMap(([spelling]) => flagsOf(spelling))),
];

/** Those of them that need none: another flag may follow. */
export const OPTIONAL_VALUE_FLAGS: readonly string[] = [
  ...new Set(
    VALUE_OPTIONS.filter(([spelling]) => spelling.includes('[')).flatMap(([spelling]) =>
      flagsOf(spelling),
    ),
  ),
];

const GLOBAL_FLAGS = [...longFlags(GLOBAL_OPTIONS), '--help'];

export const OFFERS: readonly Offer[] = [
  ...valueOffers(),
  {places: [' first'], words: [...SUMMARIES.keys()]},
  {places: [' flag'], words: GLOBAL_FLAGS},
  ...COMMANDS.flatMap(commandOffers),
  {places: [`${HELP} first`], words: COMMANDS.map(({name}) => name)},
];

function valueOffers(): readonly Offer[] {
  const words = new Map<string, OfferedWords>();
  for (const [spelling, , values] of VALUE_OPTIONS) {
    for (const flag of flagsOf(spelling)) if (values !== undefined) words.set(flag, values);
  }
  return [...words].map(([flag, values]) => ({places: [` ${flag}`], words: values}));
}

function commandOffers(spec: CommandSpec): readonly Offer[] {
  const {operands, options, choices, takes, offers: given} = spec;
  const at = (...places: readonly string[]): readonly string[] =>
    spellings(spec).flatMap(command => places.map(place => `${command} ${place}`));
  const flags = [...longFlags(options), ...GLOBAL_FLAGS];
  if (operands.length === 0) return [{places: at('flag', 'first'), words: flags}];
  const offers: Offer[] = [{places: at('flag'), words: flags}];
  if (takes !== undefined) {
    const isList = operands[0]?.includes('...') === true;
    offers.push({places: isList ? at('first', 'later') : at('first'), words: takes});
  }
  if (choices !== undefined) offers.push({places: at('first'), words: choices});
  if (given !== undefined) {
    const [first, later] = given;
    offers.push({places: at('first'), words: first}, {places: at('later'), words: later});
  }
  if (operands.includes('[file]')) offers.push({places: at('later'), words: 'files'});
  return offers;
}

function spellings({name, alias}: CommandSpec): readonly string[] {
  return alias === undefined ? [name] : [name, alias];
}

/** The long form of each option that is shown. */
function longFlags(options: readonly OptionSpec[]): readonly string[] {
  const shown = options.filter(([, text]) => text !== undefined);
  const flags = shown.flatMap(([spelling]) => flagsOf(spelling));
  return flags.filter(flag => flag.startsWith('--'));
}

/** `-n, --lines <count>` → `-n`, `--lines` */
function flagsOf(spelling: string): readonly string[] {
  return spelling.match(/--?[a-z][a-z-]*/g) ?? [];
}
