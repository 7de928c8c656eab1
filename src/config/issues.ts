import type {z} from 'zod';
import {nearest} from '../core/nearest.ts';
import {foreignKeyHint, meantBoolean, meantRestart} from './foreign-words.ts';
import {knownKeys} from './json-schema.ts';
import {AT_KEY, clip, didYouMean, dotted, quote} from './problem-text.ts';
import {valueAt} from './unchecked-data.ts';
import type {Problem} from './yaml-document.ts';
import type {Path, YamlPlaces} from './yaml-places.ts';

type Issue = z.core.$ZodIssue;

/** Turns what zod found into problems with a place, a message and a suggestion. */
export function toProblems(
  issues: readonly Issue[],
  data: unknown,
  places: YamlPlaces,
): readonly Problem[] {
  return flatten(issues, []).flatMap(issue => describe(issue, data, places));
}

/**
 * A union says what each of its forms dislikes. The form whose type fits is the one that was meant;
 * when none or several fit, the union's own message stays.
 */
function flatten(issues: readonly Issue[], prefix: Path): readonly Issue[] {
  return issues.flatMap((issue): readonly Issue[] => {
    const path = [...prefix, ...issue.path];
    if (issue.code !== 'invalid_union') return [{...issue, path}];
    const meant = issue.errors.filter(form => !form.some(isWrongType));
    const [form] = meant;
    return meant.length === 1 && form ? flatten(form, path) : [{...issue, path}];
  });
}

function isWrongType({code, path}: Issue): boolean {
  const aboutType = code === 'invalid_type' || code === 'invalid_value' || code === 'invalid_union';
  return aboutType && path.length === 0;
}

function describe(issue: Issue, data: unknown, places: YamlPlaces): readonly Problem[] {
  const {path} = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => unknownKey(key, path, places));
  }
  if (issue.code === 'invalid_key') return [badName(issue, places)];
  if (isMissing(path, data)) return [missingKey(path, places)];
  const atKey = issue.code === 'custom' && issue.params?.['at'] === AT_KEY.at;
  const problem: Problem = {
    offset: atKey ? places.key(path) : places.value(path),
    path: dotted(path),
    message: `${path.length === 0 ? 'prox.yaml' : quote(dotted(path))} ${issue.message}`,
  };
  return [withHint(problem, suggestValue(issue, path, data))];
}

function unknownKey(key: string, owner: Path, places: YamlPlaces): Problem {
  const path = [...owner, key];
  const known = knownKeys(owner);
  const close = nearest(clip(key), known);
  const problem: Problem = {
    offset: places.key(path),
    path: dotted(path),
    message: `unknown key ${quote(key)}${inside(owner)}`,
  };
  const likely = close === undefined ? `known keys: ${known.join(', ')}` : didYouMean(close);
  return withHint(problem, foreignKeyHint(key, known) ?? likely);
}

function missingKey(path: Path, places: YamlPlaces): Problem {
  const owner = path.slice(0, -1);
  return {
    offset: places.key(owner),
    path: dotted(path),
    message: `missing key ${quote(String(path.at(-1)))}${inside(owner)}`,
  };
}

function badName({issues, path}: z.core.$ZodIssueInvalidKey, places: YamlPlaces): Problem {
  const rule = issues[0]?.message ?? 'is not allowed';
  return {
    offset: places.key(path),
    path: dotted(path),
    message: `the name ${quote(String(path.at(-1)))}${inside(path.slice(0, -1))} ${rule}`,
  };
}

function suggestValue(issue: Issue, path: Path, data: unknown): string | undefined {
  const value = valueAt(path, data);
  const meant = meantValue(issue, path, value);
  if (meant !== undefined) return didYouMean(meant);
  if (issue.code !== 'invalid_value' || typeof value !== 'string') return undefined;
  const close = nearest(clip(value), issue.values.map(String));
  return close === undefined ? undefined : didYouMean(close);
}

/** In the words of other tools. */
function meantValue(issue: Issue, path: Path, value: unknown): string | undefined {
  if (issue.code === 'invalid_type' && issue.expected === 'boolean') return meantBoolean(value);
  return path.length === 3 && path.at(-1) === 'restart' ? meantRestart(value) : undefined;
}

function withHint(problem: Problem, hint: string | undefined): Problem {
  return hint === undefined ? problem : {...problem, hint};
}

function isMissing(path: Path, data: unknown): boolean {
  return path.length > 0 && valueAt(path, data) === undefined;
}

function inside(owner: Path): string {
  return owner.length === 0 ? '' : ` in ${quote(dotted(owner))}`;
}
