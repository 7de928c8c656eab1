import type {CompilePattern, Condition, Problem} from './condition.ts';
import {KEY_RULES, textCondition} from './key-rules.ts';
import type {Key, Term} from './terms.ts';

/** What a term asks for; a negated one for exactly the opposite. */
export function readTerm(term: Term, compile: CompilePattern): Condition | Problem {
  const condition = readPositive(term, compile);
  if (!term.isNegated || 'problem' in condition) return condition;
  return {holds: subject => !condition.holds(subject)};
}

function readPositive(term: Term, compile: CompilePattern): Condition | Problem {
  const {source, key, value} = term;
  if (term.isUnterminated) return {problem: `${source} lacks its closing quote`};
  if (key !== undefined) return readValue(key, value, compile);
  if (value !== '') return textCondition(value, ({folded}) => folded);
  if (source === '-')
    return {problem: '- hides what follows it, as in -word; the dash itself is "-"'};
  return {problem: `${source} is empty: write a word or "a phrase"`};
}

function readValue(key: Key, value: string, compile: CompilePattern): Condition | Problem {
  const rule = KEY_RULES[key];
  if ('readText' in rule) {
    return value === '' ? noValue(key) : rule.readText(value, compile);
  }
  const values = value.split(',').map(part => part.trim());
  const given = values.filter(part => part !== '');
  return given.length === 0 ? noValue(key) : rule.readList(given);
}

function noValue(key: Key): Problem {
  const {example} = KEY_RULES[key];
  return {problem: `${key}: needs a value, as in ${example}; the word itself is "${key}:"`};
}
