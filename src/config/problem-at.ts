import {dotted, quote} from './problem-text.ts';
import type {Problem} from './yaml-document.ts';
import type {Path} from './yaml-places.ts';

interface Fault {
  readonly offset: number;
  /** What follows the key. */
  readonly message: string;
  readonly hint?: string | undefined;
}

/** How checks of what stands in several places report. */
export function problemAt(path: Path, {offset, message, hint}: Fault): Problem {
  return {
    offset,
    path: dotted(path),
    message: `${quote(dotted(path))} ${message}`,
    ...(hint !== undefined && {hint}),
  };
}
