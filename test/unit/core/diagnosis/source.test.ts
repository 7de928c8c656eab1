import {expect, test} from 'vitest';
import {diagnose} from '../../../../src/core/diagnosis/diagnose.ts';
import {crashedFacts} from '../../../rig/sample-facts.ts';

function problemOf(text: string): string | undefined {
  return diagnose(crashedFacts(text)).cause?.replace('api crashed: ', '');
}

const NODE = `/a/server.js:2
const x = ;
          ^

SyntaxError: Unexpected token ';'
    at wrapSafe (node:internal/modules/cjs/loader:1464:18)

Node.js v20.20.2`;

const PYTHON = `  File "/a/app.py", line 1
    def f(:
          ^
SyntaxError: invalid syntax`;

const INDENTATION = `  File "/a/app.py", line 2
    pass
    ^
IndentationError: expected an indented block after function definition on line 1`;

test.each([
  ['Node', NODE, "syntax error in /a/server.js:2: Unexpected token ';'"],
  ['Node, a module', `file://${NODE}`, "syntax error in /a/server.js:2: Unexpected token ';'"],
  ['Python', PYTHON, 'syntax error in /a/app.py:1: invalid syntax'],
  [
    'the indentation of Python',
    INDENTATION,
    'syntax error in /a/app.py:2: expected an indented block after function definition on line 1',
  ],
  [
    'a script of the shell',
    './run.sh: 3: Syntax error: end of file unexpected',
    'syntax error in ./run.sh:3: end of file unexpected',
  ],
  [
    'Ruby',
    "app.rb:3: syntax error, unexpected end-of-input, expecting `end'",
    "syntax error in app.rb:3: unexpected end-of-input, expecting `end'",
  ],
  [
    'PHP',
    "PHP Parse error:  syntax error, unexpected '}' in /a/x.php on line 3",
    "syntax error in /a/x.php:3: syntax error, unexpected '}'",
  ],
  [
    'tsc',
    "src/a.ts(3,5): error TS1005: ',' expected.",
    "src/a.ts:3:5 does not compile: TS1005: ',' expected.",
  ],
  [
    'ts-node',
    "src/a.ts:1:7 - error TS2322: Type 'string' is not assignable",
    "src/a.ts:1:7 does not compile: TS2322: Type 'string' is not assignable",
  ],
  [
    'esbuild',
    'Error: Transform failed with 1 error:\n/a/x.ts:1:10: ERROR: Unexpected ";"',
    '/a/x.ts:1:10 does not compile: Unexpected ";"',
  ],
  [
    'gcc',
    "main.c:3:5: error: expected ';' before '}' token",
    "main.c:3:5 does not compile: expected ';' before '}' token",
  ],
  ['Go', './main.go:5:2: undefined: x', './main.go:5:2 does not compile: undefined: x'],
  [
    'rustc',
    'error[E0425]: cannot find value `x` in this scope\n --> src/main.rs:2:5',
    'src/main.rs:2:5 does not compile: cannot find value `x` in this scope',
  ],
])('source that cannot be read is named by its place: %s', (_, text, expected) => {
  expect(problemOf(text)).toBe(expected);
});

test.each([
  ['dash', 'sh: 1: Syntax error: Unterminated quoted string', 'Unterminated quoted string'],
  ['bash', "sh: -c: line 2: syntax error near unexpected token `('", "near unexpected token `('"],
  [
    'bash at the end',
    'sh: -c: line 1: unexpected EOF while looking for matching `"\'',
    'unexpected EOF while looking for matching `"\'',
  ],
])('a cmd that is no shell is told so: %s', (_, text, expected) => {
  expect(problemOf(text)).toBe(`its \`cmd\` is no valid shell: ${expected}`);
});

test.each([
  [
    'Node',
    "Error: Cannot find module 'express'\nRequire stack:\n- /a/server.js",
    'express',
    'npm install',
  ],
  [
    'Node, a module',
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'express' imported from /a/server.mjs",
    'express',
    'npm install',
  ],
  ['Python', "ModuleNotFoundError: No module named 'flask'", 'flask', 'pip install flask'],
  ['python -m', '/usr/bin/python3: No module named uvicorn', 'uvicorn', 'pip install uvicorn'],
  ['Ruby', 'cannot load such file -- sinatra (LoadError)', 'sinatra', 'bundle install'],
  [
    'Go',
    'main.go:3:8: no required module provides package github.com/x/y; to add it:',
    'github.com/x/y',
    'go mod tidy',
  ],
])('a package that is missing is named, with the remedy: %s', (_, text, name, remedy) => {
  const {cause, nextStep} = diagnose(crashedFacts(text));
  expect(cause).toBe(`api crashed: the package ${name} is not installed`);
  expect(nextStep).toContain(`Run \`${remedy}\``);
});

test.each([
  ['Node', "Error: Cannot find module '/a/server.js'", 'there is no file /a/server.js'],
  [
    'Node, an import',
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/a/lib.mjs' imported from /a/server.mjs",
    'there is no file /a/lib.mjs, which /a/server.mjs imports',
  ],
  [
    'Node, a file',
    "Error: ENOENT: no such file or directory, open '/a/config.json'",
    'there is no file /a/config.json',
  ],
  [
    'Python',
    "python3: can't open file '/a/app.py': [Errno 2] No such file or directory",
    'there is no file /a/app.py',
  ],
  [
    'Python, a file',
    "FileNotFoundError: [Errno 2] No such file or directory: 'config.json'",
    'there is no file config.json',
  ],
  ['coreutils', 'cat: nofile: No such file or directory', 'there is no file nofile'],
  [
    'Go',
    '2024/01/02 10:32:01 open /a/config.json: no such file or directory',
    'there is no file /a/config.json',
  ],
  ['Java', 'Error: Unable to access jarfile app.jar', 'there is no file app.jar'],
  ['a class', 'Error: Could not find or load main class App', 'Java finds no class App'],
  ['npm', 'npm error Missing script: "dev"', 'package.json has no script `dev`'],
])('a file that is missing is named: %s', (_, text, expected) => {
  expect(problemOf(text)).toBe(expected);
});
