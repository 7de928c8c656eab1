import {describe, expect, test} from 'vitest';
import {blockLines, withBlock} from '../../../src/os/hosts-block.ts';

const block = {projectDir: '/home/me/shop', hosts: ['web.localhost', 'api.localhost']};
const none = {...block, hosts: []};
const BLOCK = `# prox begin /home/me/shop
127.0.0.1 web.localhost
::1 web.localhost
127.0.0.1 api.localhost
::1 api.localhost
# prox end /home/me/shop
`;
const SYSTEM = '127.0.0.1\tlocalhost\n# caf\u00e9\n\n';

test('both loopback addresses of every host stand between the markers', () => {
  expect(`${blockLines(block).join('\n')}\n`).toBe(BLOCK);
  expect(blockLines(none)).toEqual([]);
});

test('the block is added at the end', () => {
  expect(withBlock(SYSTEM, block)).toBe(SYSTEM + BLOCK);
  expect(withBlock('', block)).toBe(BLOCK);
});

describe.each([
  ['lines that end with LF', SYSTEM],
  ['lines that end with CRLF', SYSTEM.replaceAll('\n', '\r\n')],
  ['no newline at the end', SYSTEM.trimEnd()],
  ['no newline at the end, after CRLF', SYSTEM.trimEnd().replaceAll('\n', '\r\n')],
  ['nothing', ''],
  ['a single line without its end', '127.0.0.1 localhost'],
  [
    'the block of another project',
    withBlock(SYSTEM, {projectDir: '/home/me/shop2', hosts: ['a.b']}),
  ],
])('in a file with %s', (_, text) => {
  test('what is taken out again leaves every byte that was there', () => {
    const added = withBlock(text, block);
    expect(added.startsWith(text)).toBe(true);
    expect(added).toContain('127.0.0.1 web.localhost');
    expect(withBlock(added, none)).toBe(text);
  });

  test('the line ends are those of the file', () => {
    const ends = withBlock(text, block).match(/\r?\n/g) ?? [];
    expect(new Set(ends).size).toBe(1);
    expect(withBlock(text, block).endsWith('\n')).toBe(text === '' || text.endsWith('\n'));
  });

  test('what is there already is not added twice', () => {
    const added = withBlock(text, block);
    expect(withBlock(added, block)).toBe(added);
  });

  test('a block is brought up to date where it stands', () => {
    const grown = `${withBlock(text, block)}\n10.0.0.1 printer\n`;
    const changed = withBlock(grown, {...block, hosts: ['web.localhost']});
    expect(changed).toBe(
      grown.replace(/127\.0\.0\.1 api\.localhost\r?\n::1 api\.localhost\r?\n/, ''),
    );
  });
});

test('a file without the block stays as it is when it is taken out', () => {
  expect(withBlock(SYSTEM, none)).toBe(SYSTEM);
});

test('a folder with spaces, umlauts and line ends has its markers on one line, in ASCII', () => {
  const odd = {...block, projectDir: '/home/j\u00fcrgen/my shop\n127.0.0.1 bank.example'};
  const added = withBlock(SYSTEM, odd);
  expect(added).toContain('# prox begin /home/j%C3%BCrgen/my%20shop%0A127.0.0.1%20bank.example\n');
  expect(withBlock(added, {...odd, hosts: []})).toBe(SYSTEM);
});

describe('markers that do not pair are refused, and the line is named', () => {
  const lines = BLOCK.trimEnd().split('\n');
  const [begin = '', end = ''] = [lines[0], lines.at(-1)];
  const other = begin.replace('shop', 'blog');
  test.each([
    ['no end', [begin, '127.0.0.1 web.localhost']],
    ['no begin', ['127.0.0.1 web.localhost', end]],
    ['the end first', [end, begin]],
    ['two begins', [begin, begin, end]],
    ['two blocks', [begin, end, begin, end]],
    ['another project inside', [begin, other, end]],
  ])('%s', (_, broken) => {
    const text = `${SYSTEM}${broken.join('\n')}\n`;
    const line = text.split('\n').findIndex(one => one === begin || one === end) + 1;
    for (const wanted of [block, none]) {
      expect(() => withBlock(text, wanted)).toThrow(
        expect.objectContaining({
          code: 'HOSTS_FILE',
          message: expect.stringContaining(`from line ${line} on`),
        }),
      );
    }
  });
});
