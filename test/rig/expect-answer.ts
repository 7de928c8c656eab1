import {isDeepStrictEqual} from 'node:util';
import {expect} from 'vitest';
import * as z from 'zod';
import {ANSWERS} from '../../src/api/answers/answers.ts';
import {ROUTES, type Operation} from '../../src/api/routes.ts';
import type {ApiRig, HttpCall} from './api-rig.ts';
import {EventReader} from './event-reader.ts';

/** How a value is not as the schema says; a field that it does not have counts too. */
export function deviation(schema: z.ZodType | undefined, value: unknown): string | undefined {
  if (schema === undefined) return value === undefined ? undefined : 'there is a body';
  const result = schema.safeParse(value);
  if (!result.success) return z.prettifyError(result.error);
  // What the schema does not know is not in what it makes.
  return isDeepStrictEqual(result.data, value)
    ? undefined
    : `more than ${JSON.stringify(result.data)}`;
}

export interface OperationCall {
  /** For the parameters of the path. */
  readonly names?: Readonly<Record<string, string>>;
  /** With its question mark. */
  readonly query?: string;
  readonly body?: unknown;
}

function callOf(operation: Operation, {names = {}, query = '', body}: OperationCall): HttpCall {
  const {method, path} = ROUTES[operation];
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => names[name] ?? '');
  return {
    method,
    path: `/api/v1${filled}${query}`,
    ...(body !== undefined && {
      headers: {'content-type': 'application/json'},
      body: JSON.stringify(body),
    }),
  };
}

/** Asks over HTTP, and wants the answer of the document; returns it. */
export async function expectAnswer(
  api: ApiRig,
  operation: Operation,
  call: OperationCall = {},
): Promise<unknown> {
  const {text} = await api.call(callOf(operation, call));
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  expect({operation, deviation: deviation(ANSWERS[operation], body)}).toEqual({operation});
  return body;
}

/** The same of the first item of a stream that has one. */
export async function expectItem(
  api: ApiRig,
  operation: Operation,
  call: OperationCall = {},
): Promise<unknown> {
  const reader = new EventReader(await api.open(callOf(operation, call)));
  for (;;) {
    const frame = await reader.next();
    if (frame === undefined) throw new Error(`${operation} ended`);
    const data = /^data: (\{.+\})$/m.exec(frame)?.[1];
    if (data === undefined || frame.startsWith('event: ')) continue;
    const item: unknown = JSON.parse(data);
    expect({operation, deviation: deviation(ANSWERS[operation], item)}).toEqual({operation});
    return item;
  }
}
