import type {Path} from './yaml-places.ts';

/** How diagnostics name keys and values. */

/** Parameter of an issue: the problem is shown at the key, not at its value. */
export const AT_KEY = {at: 'key'} as const;

/** `processes.web.port`. */
export function dotted(path: Path): string {
  return path.map(String).join('.');
}

export function quote(text: string): string {
  return `\`${clip(text)}\``;
}

const MAX_QUOTED = 80;

export function clip(text: string): string {
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
}

export function didYouMean(word: string): string {
  return `did you mean \`${word}\`?`;
}
