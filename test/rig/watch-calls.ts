import fs from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';

export interface WatchCalls extends Disposable {
  /** What the system was asked to watch, since. */
  readonly paths: readonly string[];
}

/** Listens in on `fs.watch`, whoever calls it; with `refusal` the system watches nothing more. */
export function watchCalls(refusal?: string): WatchCalls {
  const paths: string[] = [];
  const real = fs.watch;
  const listeningIn = (path: string, ...rest: [never]): fs.FSWatcher => {
    paths.push(path);
    if (refusal !== undefined) throw Object.assign(new Error(refusal), {code: refusal});
    return real(path, ...rest);
  };
  replaceWatch(listeningIn as typeof fs.watch);
  return {paths, [Symbol.dispose]: () => replaceWatch(real)};
}

function replaceWatch(watch: typeof fs.watch): void {
  fs.watch = watch;
  syncBuiltinESMExports();
}
