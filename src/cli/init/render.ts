import {Document, isMap, isScalar, type Pair} from 'yaml';
import {harmless} from '../../core/sanitize.ts';
import type {Draft, Entry, Section} from './draft.ts';

/** In the order in which one reads them: what is needed stands before what needs it. */
const SECTIONS = ['dependencies', 'tasks', 'processes'] as const satisfies readonly Section[];

const ABOUT_DEPENDENCIES =
  'Outside things. A process waits for one when it says so: `depends_on: [NAME]`.';

/** prox.yaml with its comments. */
export function renderDraft(draft: Draft): string {
  const {sources, envFile, remarks} = draft;
  const document = new Document(
    {...(envFile !== undefined && {env_file: envFile}), ...sectionsOf(draft.entries)},
    {aliasDuplicateObjects: false},
  );
  const from = sources.length === 0 ? '' : ` from ${listed(sources)}`;
  document.commentBefore = comment([
    `Made by \`prox init\`${from}.`,
    '`prox up` runs it, `prox config check` checks it, `prox config schema` prints every key.',
    ...remarks,
  ]);
  if (isMap(document.contents)) {
    const notes = new Map(draft.entries.map(entry => [entry.name, entry.remarks]));
    for (const [index, pair] of document.contents.items.entries()) {
      if (index > 0 && isScalar(pair.key)) pair.key.spaceBefore = true;
      annotateSection(pair, notes);
    }
  }
  return document.toString({lineWidth: 0});
}

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${last}` : last;
}

function sectionsOf(entries: readonly Entry[]): Readonly<Record<string, unknown>> {
  const sections = SECTIONS.map(section => {
    const own = entries.filter(entry => entry.section === section);
    return [section, new Map(own.map(entry => [entry.name, bodyOf(entry)]))] as const;
  });
  return Object.fromEntries(sections.filter(([, body]) => body.size > 0));
}

/** A command alone needs no map. */
function bodyOf({keys, needs}: Entry): unknown {
  const body = {...keys, ...(Object.keys(needs).length > 0 && {depends_on: needs})};
  const {cmd} = keys;
  return Object.keys(body).length === 1 && typeof cmd === 'string' ? cmd : body;
}

function annotateSection({key, value}: Pair, notes: ReadonlyMap<unknown, readonly string[]>): void {
  const about = isScalar(key) && key.value === 'dependencies' ? [ABOUT_DEPENDENCIES] : [];
  annotate(key, about);
  if (!isMap(value)) return;
  for (const {key: name} of value.items) {
    if (isScalar(name)) annotate(name, notes.get(name.value) ?? []);
  }
}

function annotate(key: unknown, lines: readonly string[]): void {
  if (isScalar(key) && lines.length > 0) key.commentBefore = comment(lines);
}

/** Each on a line of its own, whatever the text of a stranger holds. */
function comment(lines: readonly string[]): string {
  return lines.map(line => ` ${harmless(line)}`).join('\n');
}
