import * as z from 'zod';
import type {Clock} from '../core/clock.ts';
import {parseInstant} from '../core/duration.ts';
import {nearest} from '../core/nearest.ts';

/** What the text of a parameter stands for: a number is described as one, not by how its digits look. */
export const PARAMETER_FORMS = z.registry<{readonly form: z.core.JSONSchema.BaseSchema}>();

/** A parameter that may not be repeated. */
export const once = z.string('must be given once');

/** Characters of a word that is wrong. */
const MAX_SHOWN = 40;

/** `true` or `false`. */
export const boolean = described(
  z.enum(['true', 'false'], 'must be true or false').transform(text => text === 'true'),
  {type: 'boolean'},
);

const commaSeparated = z
  .union([z.string(), z.array(z.string())])
  .transform(given => [given].flat().flatMap(text => text.split(',')))
  .transform(items => items.map(item => item.trim()).filter(item => item !== ''))
  .refine(items => items.length > 0, 'must name at least one');

/** Comma-separated, or repeated; at least one. */
export const names = described(commaSeparated, {type: 'array', items: {type: 'string'}});

/** The same of some words only. */
export function wordsOf<const W extends string>(words: readonly W[]) {
  const list = z.array(z.enum(words, {error: ({input}) => noneOf(words, String(input))}));
  return described(commaSeparated.pipe(list), {
    type: 'array',
    items: {type: 'string', enum: [...words]},
  });
}

function noneOf(words: readonly string[], given: string): string {
  const suggestion = nearest(given.slice(0, MAX_SHOWN), words);
  const question = suggestion === undefined ? '' : ` (did you mean ${suggestion}?)`;
  return `must be one of ${words.join(', ')}, not '${given.slice(0, MAX_SHOWN)}'${question}`;
}

/** Not negative; what is above `max` is clamped. */
export function integer(max?: number): z.ZodType<number, string> {
  return described(
    once
      .regex(/^\d+$/, 'must be a whole number, 0 or more')
      .transform(text => Math.min(Number(text), max ?? Number.MAX_SAFE_INTEGER)),
    {type: 'integer', minimum: 0, ...(max !== undefined && {maximum: max})},
  );
}

/** RFC 3339, or a duration back from now, as epoch ms. */
export function instant(clock: Clock): z.ZodType<number, string> {
  return once.transform((text, context) => {
    const ms = parseInstant(text, clock.now());
    if (ms !== undefined) return ms;
    context.addIssue('must be an RFC 3339 time or a duration back from now');
    return z.NEVER;
  });
}

function described<S extends z.ZodType>(schema: S, form: z.core.JSONSchema.BaseSchema): S {
  PARAMETER_FORMS.add(schema, {form});
  return schema;
}
