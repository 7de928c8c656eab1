import * as z from 'zod';
import {boolean, names, once} from '../parameters.ts';

/** Characters that may be typed at once. */
const MAX_TEXT = 65_536;
const TOO_LONG = `longer than ${MAX_TEXT} characters`;

const terminalSize = z
  .int('must be a whole number')
  .min(1, 'must be 1 or more')
  .max(1000, 'must be 1000 or less');

export const processRef = z.object({name: once.describe('Of a process, task or dependency')});

export const terminalInput = processRef.extend({
  text: z
    .string('must be text')
    .max(MAX_TEXT, TOO_LONG)
    .describe('As it is typed: Enter is a carriage return'),
});

export const terminalInputSize = processRef.extend({columns: terminalSize, rows: terminalSize});

export const readyQuery = z.object({
  process: names
    .describe('Of these only; unless told, of all that is started by itself or was started')
    .exactOptional(),
});

export const shutdownQuery = z.object({
  wait: boolean.describe('Answer when all processes are gone').exactOptional(),
});
