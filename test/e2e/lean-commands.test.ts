import {readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const STATIC_IMPORT = /^(?:import|export)\b[^;]*?from "([^"]+)";|^import "([^"]+)";/gm;

/** The packages that are loaded with these files, as long as nothing is imported on the way. */
function packagesOf(entries: readonly string[]): ReadonlySet<string> {
  const files = new Set<string>();
  const packages = new Set<string>();
  const toVisit = [...entries];
  for (let file = toVisit.pop(); file !== undefined; file = toVisit.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    for (const [, from, bare] of readFileSync(DIST + file, 'utf8').matchAll(STATIC_IMPORT)) {
      const name = from ?? bare ?? '';
      if (name.startsWith('./')) toVisit.push(name.slice(2));
      else if (!name.startsWith('node:')) packages.add(name);
    }
  }
  return packages;
}

test.each(['status', 'logs', 'version', 'wait', 'why', 'events', 'stats', 'top', 'api'])(
  '`prox %s` starts quickly: it loads no package that takes long',
  command => {
    const chunk = readdirSync(DIST).find(file => file.startsWith(`${command}-`));
    if (chunk === undefined) throw new Error(`no chunk of ${command}`);
    const heavy = [
      'zod',
      'yaml',
      'execa',
      'fastify',
      're2js',
      '@peculiar/x509',
      'open',
      'ws',
      'prom-client',
    ];
    const loaded = packagesOf(['main.js', chunk]);
    expect(heavy.filter(name => loaded.has(name))).toEqual([]);
  },
);

test('a command that reads prox.yaml is seen to load what that takes', () => {
  const chunk = readdirSync(DIST).find(file => file.startsWith('init-'));
  expect([...packagesOf([chunk ?? ''])]).toContain('yaml');
});
