import {alternate, atMost, BIN, type Figure, run, whileUp} from './rig.ts';

/** What a command costs beyond starting Node. */
export async function coldStart(): Promise<readonly Figure[]> {
  return whileUp({web: 'exec sleep 1000'}, async ({dir}) => {
    const node = async (...args: readonly string[]): Promise<number> =>
      run(process.execPath, args, {cwd: dir});
    const [bare = 0, status = 0, version = 0] = await alternate(25, [
      async () => node('-e', '0'),
      async () => node(BIN, 'status'),
      async () => node(BIN, '--version'),
    ]);
    return [
      atMost('`prox status`, cold, against `node -e 0`', status / bare, 1.9, '×'),
      atMost('`prox --version`, cold, against `node -e 0`', version / bare, 1.5, '×'),
    ];
  });
}
