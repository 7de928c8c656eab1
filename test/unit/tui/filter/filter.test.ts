import {describe, expect, test} from 'vitest';
import {entry, event, filter, problem, request} from './records.ts';

const ESC = '\u001b';

describe('an empty filter', () => {
  test.each(['', '   '])('keeps everything: "%s"', text => {
    const everything = filter(text);
    expect(everything.isEmpty).toBe(true);
    expect(everything.matchesEntry(entry(''))).toBe(true);
    expect(everything.matchesRequest(request())).toBe(true);
    expect(everything.matchesEvent(event())).toBe(true);
  });
});

describe('of a line', () => {
  test.each([
    ['a word', 'user', 'no such user', true],
    ['a word in any case', 'USER', 'no such User', true],
    ['a part of a word', 'use', 'no such user', true],
    ['all words must occur', 'user gone', 'no such user', false],
    ['in any order', 'user such', 'no such user', true],
    ['an excluded word', '-user', 'no such user', false],
    ['an excluded word that is not there', 'such -host', 'no such user', true],
    ['a phrase', '"such user"', 'no such user', true],
    ['a phrase is not its words', '"user such"', 'no such user', false],
    ['an excluded phrase', '-"such user"', 'no such user', false],
    ['a phrase that looks like a key', '"level:error"', 'set level:error', true],
    ['a phrase that begins with a dash', '"--port"', 'use --port 80', true],
    ['a time', '10:32', 'at 10:32:01', true],
    ['a URL', 'http://a.test/x', 'see http://a.test/x', true],
    ['an unknown key', 'foo:bar', 'foo:bar', true],
    ['a piece of JSON', '"level":"loud"', '{"level":"loud"}', true],
    ['colours within a word', 'error', `er${ESC}[31mror`, true],
    ['no escape sequence', '31m', `${ESC}[31mred`, false],
    ['an expression', String.raw`re:us[e]r\s\d+`, 'user 12', true],
    ['an expression, case counts', 're:USER', 'user', false],
    ['an expression with spaces', 're:"a +b"', 'a   b', true],
    ['an excluded expression', '-re:us.r', 'user', false],
    ['an expression over colours', 're:^error$', `${ESC}[31merror${ESC}[0m`, true],
  ])('%s', (_, text, line, expected) => {
    expect(filter(text).matchesEntry(entry(line))).toBe(expected);
  });

  test.each([
    ['proc:web', true],
    ['proc:we', false],
    ['proc:api proc:web', true],
    ['proc:api,web', true],
    ['proc:"api, web"', true],
    ['proc:api', false],
    ['-proc:web', false],
    ['-proc:api -proc:db', true],
    ['-proc:api,web', false],
    ['stream:stderr', true],
    ['stream:stdout', false],
    ['stream:stdout stream:stderr', true],
    ['-stream:STDERR', false],
    ['PROC:web', true],
    ['proc:web line -stream:stdout', true],
    ['status:404', false],
    ['-status:404', true],
    ['method:GET', false],
    ['host:web', false],
    ['url:line', false],
  ])('%s', (text, expected) => {
    expect(filter(text).matchesEntry(entry('a line', {stream: 'stderr'}))).toBe(expected);
  });

  test.each([
    ['level:error', 'ERROR', true],
    ['level:error', 'WARN', false],
    ['level:warn', 'ERROR', true],
    ['level:warn', 'WARN', true],
    ['level:warn', 'INFO', false],
    ['level:warn,debug', 'DEBUG', true],
    ['level:Warning', 'WARN', true],
    ['level:debug', 'no level at all', false],
    ['-level:info', 'ERROR', false],
    ['-level:info', 'DEBUG', true],
    ['-level:info', 'no level at all', true],
  ])('%s of %s', (text, line, expected) => {
    expect(filter(text).matchesEntry(entry(line))).toBe(expected);
  });
});

describe('of a request', () => {
  const failed = request({
    method: 'POST',
    url: '/API/users?q=1',
    host: 'App.test',
    statusCode: 502,
    error: 'connection refused',
  });

  test.each([
    ['post users 502 refused', true],
    ['app.test/api', true],
    ['-refused', false],
    ['re:^POST', true],
    ['proc:web', true],
    ['proc:api', false],
    ['method:post', true],
    ['method:GET,POST', true],
    ['method:GET method:POST', true],
    ['-method:POST', false],
    ['host:app', true],
    ['host:users', false],
    ['url:/api', true],
    ['url:/api url:q=', true],
    ['url:a,b', false],
    ['url:app', false],
    ['level:error', false],
    ['stream:stdout', false],
  ])('%s', (text, expected) => {
    expect(filter(text).matchesRequest(failed)).toBe(expected);
  });

  test.each([
    ['status:404', [404]],
    ['status:5XX', [500, 599]],
    ['status:>=404', [404, 500, 599]],
    ['status:>404', [500, 599]],
    ['status:<=404', [200, 404]],
    ['status:<404', [200]],
    ['status:>=300 status:<599', [404, 500]],
    ['status:200 status:5xx', [200, 500, 599]],
    ['status:200,404', [200, 404]],
    ['status:5xx status:<599', [500]],
    ['-status:5xx', [200, 404, undefined]],
  ])('%s', (text, expected) => {
    const statuses = [200, 404, 500, 599, undefined];
    const {matchesRequest} = filter(text);
    expect(statuses.filter(statusCode => matchesRequest(request({statusCode})))).toEqual(expected);
  });
});

describe('of an event', () => {
  test.each([
    ['crashed "code 1"', true],
    ['process.crashed', true],
    ['proc:web', true],
    ['-proc:web', false],
    ['level:error', true],
    ['status:100', false],
    ['stream:prox', false],
    ['url:web', false],
  ])('%s', (text, expected) => {
    expect(filter(text).matchesEvent(event())).toBe(expected);
  });

  test('its severity is its level', () => {
    const {matchesEvent} = filter('level:warn');
    expect(matchesEvent(event({severity: 'warning'}))).toBe(true);
    expect(matchesEvent(event({severity: 'info'}))).toBe(false);
  });

  test('one of no process is of none', () => {
    expect(filter('proc:web').matchesEvent(event({process: undefined}))).toBe(false);
  });
});

test('what is to be marked are the words that must occur', () => {
  const text = 'One -two "three four" proc:web re:five foo:bar';
  expect(filter(text).words).toEqual(['One', 'three four', 'foo:bar']);
});

describe('what cannot be read is told with what would be right', () => {
  test.each([
    ['"a phrase', '"a phrase lacks its closing quote'],
    ['ok -re:"a b', '-re:"a b lacks its closing quote'],
    ['""', '"" is empty: write a word or "a phrase"'],
    ['a - b', '- hides what follows it, as in -word; the dash itself is "-"'],
    ['level:', 'level: needs a value, as in level:error; the word itself is "level:"'],
    ['-proc:,', 'proc: needs a value, as in proc:web; the word itself is "proc:"'],
    ['url:""', 'url: needs a value, as in url:/users; the word itself is "url:"'],
    [
      'level:eror,wran',
      'level:wran is unknown (did you mean level:warn?): known are error, warn, info, debug',
    ],
    ['level:loud', 'level:loud is unknown: known are error, warn, info, debug'],
    [
      'stream:stder',
      'stream:stder is unknown (did you mean stream:stderr?): known are stdout, stderr, prox',
    ],
    ['status:abc', 'status:abc is no status: write status:404, status:5xx or status:>=400'],
    ['status:>=5xx', 'status:>=5xx is no status: write status:404, status:5xx or status:>=400'],
    [`level:${ESC}[2J`, 'level: is unknown: known are error, warn, info, debug'],
  ])('%s', (text, expected) => {
    expect(problem(text)).toBe(expected);
  });

  test('a bad expression', () => {
    expect(problem('re:(')).toMatch(/^re:\( cannot be used: .*missing closing \)/);
  });
});
