import type {FastifyReply, FastifyRequest} from 'fastify';
import type {Access} from './access.ts';
import {SECURITY_HEADERS} from './answer-headers.ts';
import {corsHeaders} from './cors.ts';
import type {Pass} from './stream-places.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the admission, before any handler runs. */
    pass: Pass;
  }
}

export interface AdmissionOptions {
  readonly access: Access;
  readonly corsOrigins: readonly string[];
}

/** Throws the ProxError of the guard that refuses; the reply has the headers of every answer then too. */
export type Admit = (request: FastifyRequest, reply: FastifyReply) => void;

/** What every request has to pass, also one that no route takes. */
export function createAdmission({access, corsOrigins}: AdmissionOptions): Admit {
  return (request, reply) => {
    const {raw, id, routeOptions} = request;
    reply.headers({...SECURITY_HEADERS, 'x-request-id': id});
    reply.headers(corsHeaders(raw, corsOrigins));
    const {headers, pass} = access.check(raw, routeOptions.config.route);
    reply.headers(headers);
    request.pass = pass;
  };
}
