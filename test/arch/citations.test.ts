import {existsSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {readSourceFiles} from './source-files.ts';

const ROOT = new URL('../../', import.meta.url);
/** `docs/reference/api.md, "Streams"`; the section may be left out. */
const CITATION = /(docs\/[\w/-]+\.md)(?:, "([^"]+)")?/g;

const CITATIONS = readSourceFiles().flatMap(({path, text}) =>
  [...unwrapped(text).matchAll(CITATION)].map(([, page = '', section]) => ({path, page, section})),
);

test('what a comment of src cites is a page of the docs, and a section of it', () => {
  expect(CITATIONS.length).toBeGreaterThan(5);
  expect(CITATIONS.filter(citation => !isThere(citation))).toEqual([]);
});

test('no comment of src cites what is not in the repository', () => {
  const files = readSourceFiles().filter(({text}) => /spec: [\w-]+\.md/.test(unwrapped(text)));

  expect(files.map(({path}) => path)).toEqual([]);
});

/** Comments as one line each. */
function unwrapped(text: string): string {
  return text.replaceAll(/\n\s*(?:\*|\/\/) /g, ' ');
}

function isThere({page, section}: (typeof CITATIONS)[number]): boolean {
  const url = new URL(page, ROOT);
  if (!existsSync(url)) return false;
  const headings = readFileSync(url, 'utf8').match(/^#+ .*$/gm) ?? [];
  return (
    section === undefined || headings.some(heading => heading.replaceAll(/^#+ |`/g, '') === section)
  );
}
