import * as z from 'zod';

/** How many, how long, how big: whole, and not negative. */
export const count = z.int().min(0);

/** Not negative, and not always whole. */
export const amount = z.number().min(0);

/** RFC 3339 with milliseconds, UTC. */
export const instant = z.iso.datetime({precision: 3});

export const text = z.string();
export const texts = z.array(z.string());
