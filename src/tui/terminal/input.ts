/** What the user does at a terminal. */
export type Input = KeyInput | MouseInput | PasteInput;

export interface KeyInput extends Modifiers {
  readonly type: 'key';
  /**
   * One character, as in `a`, `A`, `?` or `é`, or the name of a key that has none to show: `up`, `down`,
   * `left`, `right`, `pageUp`, `pageDown`, `home`, `end`, `insert`, `delete`, `backspace`, `enter`,
   * `tab`, `escape`, `space`, `f1` to `f12`. With `ctrl` a letter is a small one.
   */
  readonly name: string;
}

export interface Modifiers {
  readonly ctrl: boolean;
  readonly alt: boolean;
  /** Of keys with a name of several letters only: a character tells by itself. */
  readonly shift: boolean;
}

export interface MouseInput {
  readonly type: 'mouse';
  readonly action: 'wheelUp' | 'wheelDown' | 'press' | 'release' | 'move';
  /** Column and row, from 0 at the upper left. */
  readonly x: number;
  readonly y: number;
}

export interface PasteInput {
  readonly type: 'paste';
  /** As it was pasted, control characters too; a long text comes in several parts. */
  readonly text: string;
}
