import * as z from 'zod';
import {once} from '../parameters.ts';

export const routeInput = z
  .object({
    subdomain: z.string('must be text').describe('`*` catches every name that no other route has'),
    port: z.number('must be a number').describe('Or `url`').exactOptional(),
    url: z.string('must be text').describe('Or `port`').exactOptional(),
    host: z.string('must be text').describe('With `port`; localhost unless told').exactOptional(),
    ttl_seconds: z
      .number('must be a number')
      .describe('After which the route is gone')
      .exactOptional(),
  })
  .transform(({ttl_seconds: ttlSeconds, ...rest}) => ({
    ...rest,
    ...(ttlSeconds !== undefined && {ttlSeconds}),
  }));

export const routeRef = z.object({subdomain: once});
