import {Composer, Lexer, LineCounter, Parser} from 'yaml';
import type {CST, Document, ParsedNode, YAMLError} from 'yaml';

/** A problem at an offset of the text; a place with line and column comes from `LineCounter`. */
export interface Problem {
  readonly offset: number;
  readonly message: string;
  readonly hint?: string;
  /** Dotted path of the key. */
  readonly path?: string;
}

export interface YamlDocument {
  readonly lines: LineCounter;
  /** Undefined when the text holds none, or is not YAML. */
  readonly root: ParsedNode | undefined;
  /** For `toJS` only. */
  readonly document: Document.Parsed | undefined;
  /** Of the syntax; when there are any, the content cannot be trusted. */
  readonly problems: readonly Problem[];
}

/** prox.yaml needs 7 levels. A stack overflow inside a regular expression of the parser ends Node. */
const MAX_DEPTH = 32;
/** 20,000 values need up to 160,000. What is refused for its values takes no longer than what is taken. */
const MAX_LEXEMES = 200_000;
/** The document and the scalar that are on the parser's stack together with the collections. */
const EXTRA_LEVELS = 2;

const COMPOSE_OPTIONS = {
  version: '1.2',
  merge: true,
  // `010:` and `1.10:` stay the names that were written.
  stringKeys: true,
  // Its own check compares every key with every other; `checkStructure` does it in one pass.
  uniqueKeys: false,
  prettyErrors: false,
} as const;

/** The first YAML document of `source`; a second one is a problem. Never throws. */
export function parseYaml(source: string): YamlDocument {
  const lines = new LineCounter();
  const {tokens, excess} = parseTokens(source, lines);
  if (excess) return {lines, root: undefined, document: undefined, problems: [excess]};
  const composer = new Composer(COMPOSE_OPTIONS);
  // Lists are joined by copying, here and elsewhere: a call takes no 100,000 arguments.
  let problems: readonly Problem[] = [];
  let first: Document.Parsed | undefined;
  for (const document of composer.compose(tokens)) {
    if (first) {
      problems = [...problems, secondDocument(document, source)];
      break;
    }
    first = document;
    problems = [...document.errors, ...document.warnings].map(toProblem);
  }
  if (!first) problems = composer.streamInfo().errors.map(toProblem);
  return {
    lines,
    root: first?.contents ?? undefined,
    document: first,
    problems: oneALine(problems, lines),
  };
}

interface Tokens {
  readonly tokens: readonly CST.Token[];
  /** It goes no further. */
  readonly excess: Problem | undefined;
}

function parseTokens(source: string, lines: LineCounter): Tokens {
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(source)) {
    tokens.push(...parser.next(lexeme));
    lexemes += 1;
    const {offset, stack} = parser;
    if (stack.length > MAX_DEPTH + EXTRA_LEVELS) {
      const message = `maps and lists are nested more than ${MAX_DEPTH} levels deep`;
      return {tokens, excess: {offset, message}};
    }
    if (lexemes > MAX_LEXEMES) {
      const message = `the file holds more than ${MAX_LEXEMES} words and signs`;
      return {tokens, excess: {offset, message}};
    }
  }
  tokens.push(...parser.end());
  return {tokens, excess: undefined};
}

function secondDocument(document: Document.Parsed, source: string): Problem {
  const content = document.contents?.range[0] ?? document.range[0];
  const marker = source.lastIndexOf('---', content);
  return {
    offset: marker === -1 ? content : marker,
    message: 'a second YAML document begins here; prox.yaml is one document',
    hint: 'remove the line `---` and what follows it, or put it into a file of its own',
  };
}

function toProblem({code, message, pos}: YAMLError): Problem {
  const reason = code === 'NON_STRING_KEY' ? 'a key must be plain text' : message;
  return {offset: pos[0], message: `not valid YAML: ${reason}`};
}

/** What follows the first problem of a line is mostly its echo. */
function oneALine(problems: readonly Problem[], lines: LineCounter): readonly Problem[] {
  const seen = new Set<number>();
  return problems
    .toSorted((a, b) => a.offset - b.offset)
    .filter(({offset}) => {
      const {line} = lines.linePos(offset);
      return !seen.has(line) && seen.add(line);
    });
}
