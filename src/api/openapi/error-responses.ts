import {API_ERRORS, type ErrorCode, ERRORS} from '../../core/errors.ts';
import {error} from '../answers/own.ts';
import type {Route} from '../route.ts';
import {JSON_MEDIA_TYPE} from './answer.ts';
import {reference} from './json-schema.ts';

/** The answers that are errors: one for every status, which tells its codes, and one for any. */
export function errorResponses(): Readonly<Record<string, unknown>> {
  const specs = Object.entries(API_ERRORS);
  const statuses = [...new Set(specs.map(([, {http}]) => http))];
  const described = statuses.map(status => {
    const codes = specs.filter(([, {http}]) => http === status);
    const lines = codes.map(([code, {message}]) => `\`${code}\`: ${message}`);
    return [nameOf(status), errorResponse(lines.join('; '))] as const;
  });
  return {...Object.fromEntries(described), Error: errorResponse('Any error')};
}

/** Those of one route: what its shape lets expect, what it refuses with, and a default for the rest. */
export function errorResponsesOf(
  route: Route,
  refusals: readonly ErrorCode[],
): Readonly<Record<string, unknown>> {
  const statuses = [
    ...(route.isPublic === true ? [] : statusesOf(route)),
    ...refusals.flatMap(code => ERRORS[code].http ?? []),
  ];
  const references = statuses.map(status => [status, referenceTo(nameOf(status))] as const);
  return {...Object.fromEntries(references), default: referenceTo('Error')};
}

function statusesOf({method, kind}: Route): readonly number[] {
  return [
    400,
    401,
    403,
    ...(method === 'POST' ? [413, 415] : []),
    ...(kind === 'socket' ? [426] : []),
    429,
    ...(kind === 'stream' || kind === 'socket' ? [503] : []),
  ];
}

function errorResponse(description: string): unknown {
  return {description, content: {[JSON_MEDIA_TYPE]: {schema: reference(error)}}};
}

function referenceTo(name: string): unknown {
  return {$ref: `#/components/responses/${name}`};
}

function nameOf(status: number): string {
  return `Error${status}`;
}
