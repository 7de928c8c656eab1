import type {StackScreen, StackScreenOptions} from '../../rig/stack-screen.ts';
import type {TerminalScreen} from '../../rig/terminal-screen.ts';

/** What is promised of keys that all do the same. */
export interface KeyCase {
  /** As the key map names them. */
  readonly keys: readonly string[];
  readonly does: string;
  readonly options?: StackScreenOptions;
  /** Done once, before the first of the keys. */
  readonly before?: (stack: StackScreen) => Promise<void>;
  /** Presses it and resolves when it is seen what it does; for one key after the other, on one screen. */
  readonly shows: (stack: StackScreen, key: Key) => Promise<void>;
}

export interface Key {
  readonly name: string;
  press(): void;
}

export const ESC = '\u001b';

/** What a terminal sends (xterm). */
const SENT: Readonly<Record<string, string>> = {
  up: `${ESC}[A`,
  down: `${ESC}[B`,
  right: `${ESC}[C`,
  left: `${ESC}[D`,
  home: `${ESC}[H`,
  end: `${ESC}[F`,
  pageUp: `${ESC}[5~`,
  pageDown: `${ESC}[6~`,
  'shift-tab': `${ESC}[Z`,
  tab: '\t',
  enter: '\r',
  space: ' ',
  escape: ESC,
};

export function sentBy(key: string): string {
  const letter = /^ctrl-([a-z])$/.exec(key)?.[1];
  if (letter !== undefined) return String.fromCharCode(letter.charCodeAt(0) - 0x60);
  const sent = key.length === 1 ? key : SENT[key];
  if (sent === undefined) throw new Error(`what does a terminal send for the key ${key}?`);
  return sent;
}

/** `line 1.` and so on, in one go. */
export async function printNumbered({run, screen}: StackScreen, count: number): Promise<void> {
  const lines = Array.from({length: count}, (_, index) => `line ${index + 1}.\n`);
  await run.write(lines.join(''));
  await screen.until(new RegExp(String.raw`\bline ${count}\.`));
}

/** The numbers of such lines that are seen. */
export function numbersSeen(screen: TerminalScreen): readonly number[] {
  return screen.rows().flatMap(row => {
    const number = /\bline (\d+)\./.exec(row)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

export function topNumber(screen: TerminalScreen): number {
  return numbersSeen(screen)[0] ?? 0;
}

export function shows(screen: TerminalScreen, ...patterns: readonly RegExp[]): boolean {
  const text = screen.rows().join('\n');
  return patterns.every(pattern => pattern.test(text));
}
