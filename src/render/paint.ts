import {Chalk} from 'chalk';

/** Colours by meaning. Words carry the meaning too: a painter may leave the text as it is. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly busy: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly strong: (text: string) => string;
  /** The colour of the n-th process. */
  readonly process: (index: number, text: string) => string;
}

export function createPaint(options: {readonly hasColor: boolean}): Paint {
  const chalk = new Chalk({level: options.hasColor ? 1 : 0});
  const processes = [chalk.cyan, chalk.magenta, chalk.yellow, chalk.green, chalk.blue];
  return {
    good: chalk.green,
    busy: chalk.yellow,
    bad: chalk.red,
    dim: chalk.dim,
    strong: chalk.bold,
    process: (index, text) => (processes[index % processes.length] ?? chalk.reset)(text),
  };
}

export interface ColorWish {
  /** `--color` and `--no-color`. */
  readonly flag: boolean | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
}

/** The flag, then NO_COLOR (no-color.org), then FORCE_COLOR, then whether it is a terminal that can. */
export function wantsColor({flag, env, isTerminal}: ColorWish): boolean {
  if (flag !== undefined) return flag;
  const {NO_COLOR: noColor = '', FORCE_COLOR: forceColor} = env;
  if (noColor !== '') return false;
  if (forceColor !== undefined) return forceColor !== '0' && forceColor !== 'false';
  return isTerminal && env['TERM'] !== 'dumb';
}
