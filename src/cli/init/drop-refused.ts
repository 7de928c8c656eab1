import type {Diagnostic} from '../../config/diagnostics.ts';
import type {LoadResult} from '../../config/load.ts';
import {ProxError} from '../../core/errors.ts';
import {type Draft, type Entry, notCarriedOver} from './draft.ts';
import {renderDraft} from './render.ts';

export interface Accepted {
  /** Loads without a problem. */
  readonly text: string;
  readonly draft: Draft;
}

/**
 * Takes away what prox.yaml refuses, and says so in its place: files of other tools may hold a port
 * or an expression that is none. @throws ProxError INIT_FAILED when the draft as a whole is refused
 */
export async function dropRefused(
  draft: Draft,
  check: (text: string) => Promise<LoadResult>,
): Promise<Accepted> {
  const text = renderDraft(draft);
  const result = await check(text);
  if (result.ok) return {text, draft};
  const {diagnostics} = result;
  const next = diagnostics.reduce(without, draft);
  if (next !== draft) return dropRefused(next, check);
  throw new ProxError('INIT_FAILED', {
    detail: `what was found makes no valid config: ${diagnostics[0]?.message ?? ''}`,
    hint: 'Write prox.yaml by hand.',
  });
}

/** An entry is nothing without these. */
const NEEDED: ReadonlySet<string> = new Set(['', 'cmd', 'check']);

/** The same draft when the problem is about no entry, or about what has been taken away. */
function without(draft: Draft, {path = '', message}: Diagnostic): Draft {
  const entry = entryAt(path, draft.entries);
  if (entry === undefined) return draft;
  const [key = ''] = path.slice(prefixOf(entry).length).split('.');
  if (NEEDED.has(key)) {
    const remark = notCarriedOver(`${entry.name}: ${message}`);
    const entries = draft.entries.filter(other => other !== entry);
    return {...draft, entries, remarks: [...draft.remarks, remark]};
  }
  const fitted = withoutKey(entry, key, notCarriedOver(message));
  if (fitted === entry) return draft;
  return {...draft, entries: draft.entries.map(other => (other === entry ? fitted : other))};
}

/** Names may hold dots: the longest is meant. */
function entryAt(path: string, entries: readonly Entry[]): Entry | undefined {
  const found = entries.filter(entry => `${path}.`.startsWith(prefixOf(entry)));
  return found.toSorted((a, b) => b.name.length - a.name.length)[0];
}

/** `processes.web.`, before the path of a key. */
function prefixOf({section, name}: Entry): string {
  return `${section}.${name}.`;
}

/** The same entry when it has no such key. */
function withoutKey(entry: Entry, key: string, remark: string): Entry {
  const remarks = [...entry.remarks, remark];
  if (key === 'depends_on' && Object.keys(entry.needs).length > 0) {
    return {...entry, needs: {}, remarks};
  }
  const {[key]: value, ...keys} = entry.keys;
  return value === undefined ? entry : {...entry, keys, remarks};
}
