import {describe, expect, it} from 'vitest';
import {ignoreRule, parseWatchPath} from '../../../../src/supervisor/watch/watch-paths.ts';

describe('a path to watch', () => {
  it.each([
    ['/p/src', '/p/src'],
    ['/p/.env', '/p/.env'],
    ['/p', '/p'],
    ['/p/src/**/*.ts', '/p/src'],
    ['/p/*.js', '/p'],
    ['/shared/lib/*.{js,ts}', '/shared/lib'],
    ['/p/packages/*/src/**', '/p/packages'],
  ])('%s is watched from %s', (path, base) => {
    expect(parseWatchPath(path, '/p').base).toBe(base);
  });

  it.each([
    ['/p/src', '/p/src/deep/a.bin', true],
    ['/p/src/**/*.ts', '/p/src/a.ts', true],
    ['/p/src/**/*.ts', '/p/src/deep/er/a.ts', true],
    ['/p/src/**/*.ts', '/p/src/a.js', false],
    ['/p/src/**/*.ts', '/p/src/.cache/a.ts', false],
    ['/p/*.{js,ts}', '/p/a.ts', true],
    ['/p/*.{js,ts}', '/p/src/a.ts', false],
    ['/shared/*.ts', '/shared/a.ts', true],
  ])('%s, asked for %s: %s', (path, file, isIncluded) => {
    expect(parseWatchPath(path, '/p').includes(file)).toBe(isIncluded);
  });

  it.each([
    ['/p/src', undefined],
    ['/p/*.js', 0],
    ['/p/packages/*/package.json', 1],
    ['/p/src/**/*.ts', undefined],
    ['/p/{a,b/c}/*.ts', undefined],
  ])('%s reaches down %s levels', (path, depth) => {
    expect(parseWatchPath(path, '/p').depth).toBe(depth);
  });

  it('takes the way to the project literally', () => {
    const {base, includes} = parseWatchPath('/home/[me] (x)/{p}/src/*.ts', '/home/[me] (x)/{p}');
    expect(base).toBe('/home/[me] (x)/{p}/src');
    expect(includes('/home/[me] (x)/{p}/src/a.ts')).toBe(true);
  });
});

describe('what is ignored', () => {
  it.each([
    ['/p/.git', [], true],
    ['/p/deep/node_modules', [], true],
    ['/p/.prox', [], true],
    ['/p/src', [], false],
    ['/p/node_modules_2', [], false],
    ['/p/deep/dist', ['dist'], true],
    ['/p/deep/distant', ['dist'], false],
    ['/p/deep/.a.tmp', ['*.tmp'], true],
    ['/p/src/gen', ['/p/src/gen'], true],
    ['/p/src/gen', ['/p/src/gen/**'], true],
    ['/p/lib/gen', ['/p/src/gen'], false],
    ['/p/src/.x/a.gen.ts', ['/p/src/**/*.gen.ts'], true],
    ['/p/app/[id]', ['/p/app/[id]'], true],
    ['/p/src', ['/p'], false],
  ])('%s with %j: %s', (path, patterns, isIgnored) => {
    expect(ignoreRule(patterns, '/p')(path, '/p')).toBe(isIgnored);
  });

  it('does not reach what is watched by name, nor the folders above it', () => {
    const isIgnored = ignoreRule([], '/node_modules/p');
    expect(isIgnored('/node_modules/p/node_modules/lib', '/node_modules/p/node_modules/lib')).toBe(
      false,
    );
    expect(
      isIgnored('/node_modules/p/node_modules/lib/a', '/node_modules/p/node_modules/lib'),
    ).toBe(false);
  });
});
