import {describe, expect, test} from 'vitest';
import {levelOf} from '../../../../src/tui/filter/level.ts';

const ESC = '\u001b';

describe('a level is found', () => {
  test.each([
    ['pino', '{"level":50,"time":1700000000000,"pid":1,"msg":"no such user"}', 'error'],
    ['pino, fatal', '{"level":60,"msg":"x"}', 'error'],
    ['pino, a level of its own', '{"level":35,"msg":"x"}', 'info'],
    ['pino, trace', '{"level":10,"msg":"x"}', 'debug'],
    ['winston', '{"message":"slow","level":"warn"}', 'warn'],
    ['python', '{"time": "10:00", "levelname": "WARNING", "message": "x"}', 'warn'],
    ['Google Cloud', '{"severity":"CRITICAL","message":"x"}', 'error'],
    ['log15 in JSON', '{"lvl":"dbug","msg":"x"}', 'debug'],
    ['serilog', '{"@t":"2024-01-01","@l":"Warning","@mt":"x"}', 'warn'],
    ['JSON after a prefix', '10:00:01 {"level":"error","msg":"x"}', 'error'],
    ['logfmt', 'time=10:00 level=warn msg="disk is filling"', 'warn'],
    ['logfmt, quoted', 'level="error" msg=x', 'error'],
    ['log15', 't=10:00 lvl=eror msg=x', 'error'],
    ['logfmt whose message shouts', 'level=info msg="ERROR is a word"', 'info'],
    ['upper case', '2024-01-01 10:00:00,123 ERROR [main] it broke', 'error'],
    ['upper case in brackets', '[10:00:00] [WARN] slow', 'warn'],
    ['python logging', 'WARNING:root:careful', 'warn'],
    ['FATAL', '2024-01-01 UTC [12] FATAL:  no such role', 'error'],
    ['TRACE', 'TRACE hyper: polled', 'debug'],
    ['zerolog', '10:00AM ERR failed error="x"', 'error'],
    ['nginx', '2024/01/01 10:00:00 [error] 7#7: *1 open() failed', 'error'],
    ['lower case at the start', 'error: cannot find module', 'error'],
    ['Node', 'Error: listen EADDRINUSE', 'error'],
    ['.NET', 'warn: Microsoft.Hosting[0]', 'warn'],
    ['npm 8', 'npm ERR! code ENOENT', 'error'],
    ['npm 10', 'npm warn deprecated glob@7', 'warn'],
    ['npm in colours', `npm ${ESC}[31merror${ESC}[39m code ENOENT`, 'error'],
    ['colours around the word', `${ESC}[1m${ESC}[33mWARN${ESC}[39m${ESC}[22m slow`, 'warn'],
    ['colours within the word', `E${ESC}[31mRROR slow`, 'error'],
  ])('%s', (_, line, level) => {
    expect(levelOf(line)).toBe(level);
  });
});

describe('no level is found', () => {
  test.each([
    ['an empty line', ''],
    ['prose about errors', 'no error was found, all is info'],
    ['a shouted word far into the line', `${'x'.repeat(130)} ERROR`],
    ['a part of a word', 'ERRORS=0 ERROR_CODE=1 INFORMATIONAL'],
    ['a lower-case word with a colon later', 'what happened: error: none'],
    ['a JSON line whose message shouts', '{"msg":"an ERROR happened"}'],
    ['a JSON line whose message quotes JSON', String.raw`{"msg":"{\"level\":\"error\"}"}`],
    ['a level that is none', '{"level":"loud"} level=loud'],
    ['a level of a game', '{"level":7}'],
    ['a key that ends alike', 'sublevel=error'],
  ])('%s', (_, line) => {
    expect(levelOf(line)).toBeUndefined();
  });
});

test('a word that begins within the first 120 characters counts whole', () => {
  expect(levelOf(`${'.'.repeat(120)}ERROR`)).toBe('error');
  expect(levelOf(`${'.'.repeat(121)}ERROR`)).toBeUndefined();
});

test('what stands beyond the first 4,096 characters is not looked at', () => {
  expect(levelOf(`{"a":"${'x'.repeat(4000)}","level":"warn"}`)).toBe('warn');
  expect(levelOf(`{"a":"${'x'.repeat(4096)}","level":"warn"}`)).toBeUndefined();
});
