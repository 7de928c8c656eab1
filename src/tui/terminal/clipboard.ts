/** Terminals ignore a longer one, or stop reading in its middle. */
const LONGEST_PAYLOAD = 100_000;

/**
 * What makes the terminal put `text` on the clipboard, also over ssh (xterm, OSC 52); `undefined` when it
 * is too long for that (75 kB).
 *
 * tmux takes the plain sequence where its `set-clipboard` is on, and hands a wrapped one through where
 * `allow-passthrough` is: it gets both.
 */
export function osc52(text: string, env: Readonly<NodeJS.ProcessEnv>): string | undefined {
  const payload = Buffer.from(text).toString('base64');
  if (payload.length > LONGEST_PAYLOAD) return undefined;
  const sequence = `\u001b]52;c;${payload}\u0007`;
  return env['TMUX'] ? `${wrappedForTmux(sequence)}${sequence}` : sequence;
}

function wrappedForTmux(sequence: string): string {
  return `\u001bPtmux;${sequence.replaceAll('\u001b', '\u001b\u001b')}\u001b\\`;
}
