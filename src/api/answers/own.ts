import * as z from 'zod';
import type {ErrorBody} from '../error-wire.ts';
import type {OWN_ROUTES} from '../all-routes.ts';
import {component, objectOf} from './component.ts';
import {success} from './supervisor.ts';
import {instant, text} from './values.ts';

export const error = objectOf<ErrorBody>('Error')({
  error: text.describe('For people; it may change'),
  code: text.describe('For programs; it never changes its meaning'),
  details: z.record(text, z.unknown()).exactOptional().describe('Facts; `hint` is the next step'),
});

const login = component(
  'Login',
  z.object({
    success: z.literal(true),
    expires_at: instant.describe('Unless the session is used before'),
  }),
);

/** What the routes answer that are no operation of Prox; undefined where that is no JSON of ours. */
export const OWN_ANSWERS: Readonly<Record<keyof typeof OWN_ROUTES, z.ZodType | undefined>> = {
  openapi: undefined,
  metrics: undefined,
  socket: undefined,
  login,
  logout: success,
};
