import {harmless} from '../../core/sanitize.ts';
import {readableText} from '../text/readable-text.ts';

/** A name or a sentence of somebody else's, in one line whose columns can be counted. */
export function readable(text: string): string {
  return readableText(harmless(text)).text;
}
