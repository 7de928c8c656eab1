import {type Clue, type FindClue, lastMatch} from './clue.ts';
import type {Facts} from './facts.ts';

const NAME = String.raw`([A-Z][A-Z0-9]*_[A-Z0-9_]*|[A-Z][A-Z0-9]{2,})`;
const QUOTE = '["\'`]?';
const ABSENT = String.raw`(?:not (?:been )?(?:set|defined|provided|specified|configured|found)|missing|required|undefined|unset|empty)`;
const VARIABLE = String.raw`env(?:ironment)?(?: var(?:iable)?s?)`;

/** Group 1 is the name of the variable. Wordings of people first, then those of tools. */
const PATTERNS: readonly RegExp[] = [
  `${VARIABLE}:? ${ABSENT}:? ${QUOTE}${NAME}`, // Environment variable not found: X (Prisma)
  `(?:missing|required|no|set)(?: (?:the|a|required|mandatory))* ${VARIABLE}:? ${QUOTE}${NAME}`,
  `${VARIABLE}:? ${QUOTE}${NAME}${QUOTE} (?:is|was|has|must) ?(?:be )?${ABSENT}`,
  `(?:set|missing|required)(?: (?:the|required))* ${QUOTE}${NAME}${QUOTE} ${VARIABLE}`, // django-environ
  `${NAME}${QUOTE} ${VARIABLE} (?:is|was|has|must) ?(?:be )?(?:${ABSENT}|set)`,
  `(?<!ReferenceError: )\\b${NAME}${QUOTE} (?:is|was|has) ${ABSENT}`,
  `\\b${NAME}${QUOTE} must (?:be (?:set|defined|provided|specified)|not be empty)`,
  `\\b${NAME} not found\\. Declare it as envvar`, // python-decouple
  `missing (?:required )?(?:env(?:ironment)?|config(?:uration)?|setting|key)?:? ?${QUOTE}${NAME}\\b`,
  `required key ${NAME} missing value`, // envconfig for Go
  `KeyError: ['"]${NAME}['"]`, // os.environ
  `key not found: "${NAME}"`, // ENV.fetch
  `\\b${NAME}: (?:parameter (?:null or )?not set|unbound variable)`, // sh -u, \${X:?}
  `Could not resolve placeholder '${NAME}'`, // Spring
  `variables:\\s+${NAME}: (?:undefined|\\[ '(?:Required|Invalid))`, // envalid
  `variables:? \\{\\s+${NAME}: \\[`, // t3-env
  `"?path"?: \\[\\s*["']${NAME}["']\\s*\\],\\s*"?message"?: ["'](?:Required|[^\\n]*received undefined)`, // zod
].map(source => new RegExp(source, 'gim'));

/** pydantic-settings names the field, in lower case. */
const PYDANTIC = /validation errors? for \w*(?:Settings|Config|Env)\w*\n(\w+)\n\s+Field required/gi;

/** A variable that is missing: named as such, or mentioned and gone since the last good run. */
export const environmentClue: FindClue = (text, facts) => {
  const name = missingVariable(text) ?? mentionedRemoval(text, facts);
  return name === undefined ? undefined : missing(name, facts);
};

function missingVariable(text: string): string | undefined {
  for (const pattern of PATTERNS) {
    const names = [...text.matchAll(pattern)].flatMap(([, name]) => name ?? []);
    // The patterns bear any case, names do not.
    const name = names.findLast(found => found === found.toUpperCase());
    if (name !== undefined) return name;
  }
  return lastMatch(text, PYDANTIC)?.[1]?.toUpperCase();
}

function mentionedRemoval(text: string, {changes}: Facts): string | undefined {
  const words = new Set(text.split(/\W+/));
  return changes?.envRemoved.find(name => words.has(name));
}

function missing(name: string, {name: process, changes}: Facts): Clue {
  const wasThere = changes?.envRemoved.includes(name) === true;
  return {
    problem: `the environment variable ${name} is missing${wasThere ? '; its last good run had it' : ''}`,
    nextStep: `Set ${name} under \`env\` of ${process} or in its env file, then run \`prox restart ${process}\`.`,
  };
}
