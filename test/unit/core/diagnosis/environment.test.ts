import {expect, test} from 'vitest';
import {diagnose} from '../../../../src/core/diagnosis/diagnose.ts';
import {crashedFacts} from '../../../rig/sample-facts.ts';

const ZOD = `ZodError: [
  {
    "code": "invalid_type",
    "expected": "string",
    "received": "undefined",
    "path": [
      "DATABASE_URL"
    ],
    "message": "Required"
  }
]`;
const T3 = `❌ Invalid environment variables: {
  DATABASE_URL: [ 'Required' ]
}`;
const ENVALID = `================================
 Missing environment variables:
    DATABASE_URL: undefined
================================`;
const PYDANTIC = `pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings
database_url
  Field required [type=missing, input_value={}, input_type=dict]`;

test.each([
  ['a sentence', 'Error: Missing required environment variable DATABASE_URL'],
  ['a sentence with a colon', 'Missing required environment variable: DATABASE_URL'],
  ['a sentence in quotes', 'env: required environment variable "DATABASE_URL" is not set'],
  ['a sentence of Elixir', 'environment variable DATABASE_URL is missing.'],
  ['a sentence of Prisma', 'error: Environment variable not found: DATABASE_URL.'],
  ['the name first', 'The DATABASE_URL environment variable is required'],
  ['is not set', 'DATABASE_URL is not set'],
  ['is not defined', 'Error: DATABASE_URL is not defined'],
  ['must be set', 'panicked: DATABASE_URL must be set: NotPresent'],
  ['Missing', 'Error: Missing DATABASE_URL'],
  ['dash', 'sh: 1: DATABASE_URL: parameter not set or null'],
  ['bash', 'bash: line 1: DATABASE_URL: unbound variable'],
  ['Python', '  File "<frozen os>", line 679, in __getitem__\nKeyError: \'DATABASE_URL\''],
  ['Ruby', 'key not found: "DATABASE_URL" (KeyError)'],
  ['Go (envconfig)', 'required key DATABASE_URL missing value'],
  [
    'python-decouple',
    'UndefinedValueError: DATABASE_URL not found. Declare it as envvar or define a default value.',
  ],
  [
    'django-environ',
    'django.core.exceptions.ImproperlyConfigured: Set the DATABASE_URL environment variable',
  ],
  ['Spring', `Could not resolve placeholder 'DATABASE_URL' in value "\${DATABASE_URL}"`],
  ['zod', ZOD],
  ['t3-env', T3],
  ['envalid', ENVALID],
  ['pydantic', PYDANTIC],
])('a missing variable is named: %s', (_, text) => {
  expect(diagnose(crashedFacts(text))).toEqual({
    cause: 'api crashed: the environment variable DATABASE_URL is missing',
    nextStep:
      'Set DATABASE_URL under `env` of api or in its env file, then run `prox restart api`.',
  });
});

test.each([
  ['a variable of JavaScript', 'ReferenceError: DATABASE_URL is not defined'],
  ['a key of a dictionary', "KeyError: 'user'"],
  ['a variable that is used', 'INFO using environment variable DATABASE_URL'],
])('%s is none of the environment', (_, text) => {
  expect(diagnose(crashedFacts(text)).cause).not.toContain('environment variable DATABASE_URL is');
});

test('a variable that was there at the last good run is told so, in whatever words it is missed', () => {
  const changes = {config: [], envAdded: [], envRemoved: ['DB'], envChanged: []};
  const text = 'TypeError: cannot parse process.env.DB of undefined';
  expect(diagnose(crashedFacts(text, {changes})).cause).toBe(
    'api crashed: the environment variable DB is missing; its last good run had it',
  );
});
