import {byRules, type Clue, type ClueRule} from './clue.ts';

const RULES: readonly ClueRule[] = [
  // Node: the place, the line, a caret under it, an empty line.
  {
    pattern: /^(?:file:\/\/)?(.+:\d+)\n.*\n\s*\^+\s*\n\s*\n?SyntaxError: (.+)/gm,
    explain: ([, place = '', what = '']) => syntaxError(place, what),
  },
  {
    pattern:
      /File "(.+)", line (\d+)\n(?:.*\n){0,3}(?:SyntaxError|IndentationError|TabError): (.+)/gm,
    explain: ([, file = '', line = '', what = '']) => syntaxError(`${file}:${line}`, what),
  },
  // dash: `sh: 1: Syntax error: …`; bash: `sh: -c: line 1: syntax error …`; with a script its path in front.
  {
    pattern: /^(\S+): (?:-c: )?(?:line )?(\d+): (?:syntax error:? (.+)|(unexpected EOF.*))/gim,
    explain: ([, shell = '', line = '', what, eof = '']) =>
      /^\w+$/.test(shell)
        ? {problem: `its \`cmd\` is no valid shell: ${what ?? eof}`, nextStep: QUOTES}
        : syntaxError(`${shell}:${line}`, what ?? eof),
  },
  {
    pattern: /Parse error: {1,2}(.+) in (\S+) on line (\d+)/gm, // PHP
    explain: ([, what = '', file = '', line = '']) => syntaxError(`${file}:${line}`, what),
  },
  {
    pattern: /^(?:\S+: )?(\S+\.rb:\d+): (?:.*\bsyntax error, )(.+)/gm,
    explain: ([, place = '', what = '']) => syntaxError(place, what),
  },
  // tsc
  {
    pattern: /^(\S+)[(:](\d+)[,:](\d+)\)?(?::| -) error (TS\d+: .+)/gm,
    explain: ([, file = '', line = '', column = '', what = '']) =>
      compileError(`${file}:${line}:${column}`, what),
  },
  // esbuild, gcc, Go, rustc
  {
    pattern:
      /^\s*(?:vet: )?(\S+\.\w+:\d+(?::\d+)?): (?:ERROR|error|fatal error|syntax error): (.+)/gm,
    explain: ([, place = '', what = '']) => compileError(place, what),
  },
  {
    pattern: /^(\S+\.go:\d+:\d+): (.+)/gm,
    explain: ([, place = '', what = '']) => compileError(place, what),
  },
  {
    pattern: /^error(?:\[\w+\])?: (.+)\n\s*--> (\S+:\d+:\d+)/gm,
    explain: ([, what = '', place = '']) => compileError(place, what),
  },
];

/** Source that cannot be read by what is to run it. */
export const syntaxClue = byRules(RULES);

const QUOTES = 'Check its quotes and brackets; in prox.yaml a `|` block takes a script as it is.';

function syntaxError(place: string, what: string): Clue {
  return {problem: `syntax error in ${place}: ${what}`, nextStep: `Mend ${place}.`};
}

function compileError(place: string, what: string): Clue {
  return {problem: `${place} does not compile: ${what}`, nextStep: `Mend ${place}.`};
}
