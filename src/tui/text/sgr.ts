/** The attributes that can hold at once; a new value of one replaces its old. */
type Attribute =
  | 'bold'
  | 'dim'
  | 'italic'
  | 'underline'
  | 'inverse'
  | 'strike'
  | 'overline'
  | 'foreground'
  | 'background';

/** Concealing and blinking are missing on purpose: no program may hide what it wrote, nor flash. */
const ON: Readonly<Record<number, Attribute>> = {
  1: 'bold',
  2: 'dim',
  3: 'italic',
  4: 'underline',
  7: 'inverse',
  9: 'strike',
  53: 'overline',
};
const OFF: Readonly<Record<number, readonly Attribute[]>> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  29: ['strike'],
  39: ['foreground'],
  49: ['background'],
  55: ['overline'],
};
const DOUBLE_UNDERLINE = 21;
/** Codes with a colour behind them; that of the underline (58) is read only to be passed over. */
const COLORED: Readonly<Record<string, Attribute | 'unknown'>> = {
  38: 'foreground',
  48: 'background',
  58: 'unknown',
};

/** What the colour sequences (SGR, ECMA-48 8.3.117) of a line have set so far. */
export class SgrState {
  readonly #held = new Map<Attribute, string>();

  /** The sequence that sets all of it in a terminal where nothing is set; `''` for nothing. */
  get sequence(): string {
    return this.#held.size === 0 ? '' : `\u001b[${[...this.#held.values()].join(';')}m`;
  }

  /** Takes what stands between `ESC[` and `m`. Unknown codes change nothing. */
  apply(parameters: string): void {
    const codes = parameters.split(';');
    let at = 0;
    while (at < codes.length) at += this.#applyAt(codes, at);
  }

  /** Returns how many codes it has read. */
  #applyAt(codes: readonly string[], at: number): number {
    const code = codes[at] ?? '';
    if (code.includes(':')) {
      this.#applyColons(code.split(':'));
      return 1;
    }
    const attribute = COLORED[code];
    if (attribute === undefined) {
      this.#applySimple(Number(code));
      return 1;
    }
    const {color, length} = colorOf(codes.slice(at + 1, at + 5));
    this.#setColor(attribute, color);
    return 1 + length;
  }

  #applySimple(code: number): void {
    if (code === 0) this.#held.clear();
    const on = code === DOUBLE_UNDERLINE ? 'underline' : ON[code];
    if (on !== undefined) this.#held.set(on, String(code === DOUBLE_UNDERLINE ? 4 : code));
    for (const attribute of OFF[code] ?? []) this.#held.delete(attribute);
    const color = colorAttribute(code);
    if (color !== undefined) this.#held.set(color, String(code));
  }

  /** ISO 8613-6: `4:3` is a curly underline, `38:2:[space]:r:g:b` a colour. */
  #applyColons([code = '', mode = '', ...values]: readonly string[]): void {
    if (code === '4') this.#applySimple(mode === '0' ? 24 : 4);
    const attribute = COLORED[code];
    if (attribute === undefined) return;
    // Many programs leave out the colour space; then there are three values, not four.
    const hasSpace = mode === '2' && values.length > 3;
    this.#setColor(attribute, colorOf([mode, ...values.slice(hasSpace ? 1 : 0)]).color);
  }

  #setColor(attribute: Attribute | 'unknown', color: string | undefined): void {
    if (attribute === 'unknown' || color === undefined) return;
    this.#held.set(attribute, `${attribute === 'foreground' ? 38 : 48};${color}`);
  }
}

function colorAttribute(code: number): Attribute | undefined {
  if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) return 'foreground';
  if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) return 'background';
  return undefined;
}

/** Nobody can say how long an unknown mode is: then all that follows belongs to it. */
function colorOf([mode = '', ...values]: readonly string[]): {color?: string; length: number} {
  const count = mode === '5' ? 1 : mode === '2' ? 3 : undefined;
  if (count === undefined) return {length: Number.POSITIVE_INFINITY};
  const bytes = values.slice(0, count).map(Number);
  const length = 1 + count;
  const isColor = bytes.length === count && bytes.every(byte => byte <= 255);
  return isColor ? {color: [mode, ...bytes].join(';'), length} : {length};
}
