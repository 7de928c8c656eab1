import type {z} from 'zod';

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

/** Words of prox.yaml for what zod says by itself; fields with a message of their own do not come here. */
export function inWords(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_type') {
    return `must be ${TYPES[issue.expected] ?? issue.expected}, not ${typeInWords(issue.input)}`;
  }
  if (issue.code === 'invalid_value') {
    return `must be ${issue.values.map(value => `\`${String(value)}\``).join(' or ')}`;
  }
  return 'is not valid';
}

function typeInWords(value: unknown): string {
  if (value === null) return 'left empty';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : `a ${typeof value}`.replace('a string', 'text');
}
