import * as z from 'zod';
import type {Clock} from '../core/clock.ts';
import {parseInstant} from '../core/duration.ts';

/** A parameter that may not be repeated. */
export const once = z.string('must be given once');

/** `true` or `false`. */
export const boolean = z
  .enum(['true', 'false'], 'must be true or false')
  .transform(text => text === 'true');

/** Comma-separated, or repeated; at least one. */
export const names = z
  .union([z.string(), z.array(z.string())])
  .transform(given => [given].flat().flatMap(text => text.split(',')))
  .transform(items => items.map(item => item.trim()).filter(item => item !== ''))
  .refine(items => items.length > 0, 'must name at least one');

/** Not negative; what is above `max` is clamped. */
export function integer(max = Number.MAX_SAFE_INTEGER): z.ZodType<number, string> {
  return once
    .regex(/^\d+$/, 'must be a whole number, 0 or more')
    .transform(text => Math.min(Number(text), max));
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
