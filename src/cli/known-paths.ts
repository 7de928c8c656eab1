import {ALL_ROUTES} from '../api/all-routes.ts';
import type {Invocation} from './context.ts';
import {knownNames} from './known-names.ts';

const NAME = '{name}';

/**
 * Paths of the API for the completion, of each process where they name one: all, or of `paths:METHOD` those
 * that it is for. Never fails.
 */
export async function knownPaths(kind: string, invocation: Invocation): Promise<readonly string[]> {
  const names = await knownNames('processes', invocation);
  const routes = ALL_ROUTES.filter(({method}) => kind === 'paths' || kind === `paths:${method}`);
  const paths = routes.flatMap(({path}) =>
    path.includes(NAME) ? names.map(name => path.replace(NAME, name)) : [path],
  );
  return [...new Set(paths)];
}
