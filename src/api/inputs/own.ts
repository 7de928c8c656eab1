import * as z from 'zod';
import type {OWN_ROUTES} from '../all-routes.ts';
import {TOPICS} from '../socket-topics.ts';
import {wordsOf} from '../parameters.ts';

const none = z.object({});

/** What the routes take that are no operation of Prox: each parses it by itself, this tells it. */
export const OWN_INPUTS: Readonly<Record<keyof typeof OWN_ROUTES, z.ZodType>> = {
  openapi: none,
  metrics: none,
  socket: z.object({
    topics: wordsOf(Object.keys(TOPICS))
      .describe('Processes and events unless told')
      .exactOptional(),
  }),
  login: z.object({token: z.string()}),
  logout: none,
};
