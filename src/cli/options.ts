import {parseDuration} from '../core/duration.ts';
import {ProxError} from '../core/errors.ts';

/** The options of one invocation, checked where they are read. All throw ProxError USAGE. */
export class Options {
  readonly #values: Readonly<Record<string, unknown>>;

  /** Values by camelCase name, as commander hands them over. */
  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  isSet(name: string): boolean {
    return this.#values[name] === true;
  }

  /** Of an option that can be turned on and off; undefined when neither was asked for. */
  toggle(name: string): boolean | undefined {
    const value = this.#values[name];
    return typeof value === 'boolean' ? value : undefined;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === 'string' ? value : undefined;
  }

  /** The parts of `a,b`, at least one; undefined when the option was not given. */
  list(name: string): readonly string[] | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const items = text.split(',').map(item => item.trim());
    const found = items.filter(item => item !== '');
    if (found.length > 0) return found;
    throw wrong(name, text, 'one or several, separated by commas');
  }

  /** Of an option that may be given several times. */
  texts(name: string): readonly string[] {
    const values = this.#values[name];
    return Array.isArray(values) ? values.map(String) : [];
  }

  whole(name: string, max: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (/^\d+$/.test(text) && Number(text) <= max) return Number(text);
    throw wrong(name, text, `a whole number from 0 to ${max}`);
  }

  /** In ms. */
  duration(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const ms = parseDuration(text);
    if (ms !== undefined) return ms;
    throw wrong(name, text, 'a duration such as 500ms, 10s or 1m30s');
  }

  choice<const T extends string>(name: string, choices: readonly T[]): T | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const choice = choices.find(candidate => candidate === text);
    if (choice !== undefined) return choice;
    throw wrong(name, text, `one of ${choices.join(', ')}`);
  }
}

function wrong(name: string, text: string, expected: string): ProxError {
  const flag = name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
  return new ProxError('USAGE', {detail: `--${flag} must be ${expected}, not '${text}'`});
}
