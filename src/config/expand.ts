import {expand} from 'dotenv-expand';

/**
 * Stands for a `$` that is no reference. Files that hold a NUL byte are refused before, and no
 * environment can hold one.
 */
export const LITERAL_DOLLAR = '\0';

/** A `$` before anything else would be taken for a pattern of `String.replace`. */
const LONE_DOLLAR = /\$(?![A-Za-z_{])/g;
const REFERENCE = /(?<!\\)\$(?:\{[A-Za-z_][\w.]*|[A-Za-z_]\w*)/g;

/**
 * Replaces `$NAME`, `${NAME}` and `${NAME:-default}` once: what a value brings along is not expanded
 * again. Unknown names become empty, `\$` becomes `$`.
 *
 * dotenv-expand looks names up in a plain object and expands what it finds there, so that
 * `${constructor}` or a value that holds `$&` would keep it busy for ever. It gets aliases of its own
 * and values without `$`.
 */
export function expandReferences(raw: string, env: ReadonlyMap<string, string>): string {
  const values: Record<string, string> = {};
  const template = raw.replaceAll(LONE_DOLLAR, LITERAL_DOLLAR).replaceAll(REFERENCE, reference => {
    const opening = reference.startsWith('${') ? '${' : '$';
    const name = reference.slice(opening.length);
    const alias = `V${Object.keys(values).length}`;
    values[alias] = (env.get(name) ?? '').replaceAll('$', LITERAL_DOLLAR);
    return opening + alias;
  });
  const {parsed} = expand({parsed: {result: template}, processEnv: values});
  return (parsed?.['result'] ?? '').replaceAll(LITERAL_DOLLAR, '$');
}
