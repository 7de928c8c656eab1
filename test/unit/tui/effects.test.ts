import {expect, test, vi} from 'vitest';
import {ProxError} from '../../../src/core/errors.ts';
import {Asker, type AskedEffect} from '../../../src/tui/effects.ts';
import type {Msg} from '../../../src/tui/model/message.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {FakeProx} from '../../rig/fake-prox.ts';
import {event} from './filter/records.ts';

function anAsker({hasProx = true, hasBrowser = true, isTooMuch = false} = {}) {
  const prox = new FakeProx();
  const sent: Msg[] = [];
  const copied: string[] = [];
  const asker = new Asker({
    prox: () => (hasProx ? prox : undefined),
    clock: new FakeClock(),
    theme: () => 'none',
    openUrl: async () => hasBrowser,
    copy: async text => {
      copied.push(text);
      return isTooMuch ? 'refused' : 'handed over';
    },
    send: message => void sent.push(message),
  });
  return {asker, prox, sent, copied};
}

/** What becomes of it as a notice: its tone and its text. */
async function noticeOf(effect: AskedEffect, options = {}, failure?: ProxError): Promise<string> {
  const {asker, prox, sent} = anAsker(options);
  prox.failure = failure;
  await asker.ask(effect);
  return sent
    .map(message => ('notice' in message ? `${message.notice.tone}: ${message.notice.text}` : ''))
    .join();
}

const RESTART = {type: 'operate', operation: 'restart', name: 'web'} as const;
const refusal = new ProxError('NO_TERMINAL', {detail: 'web', hint: 'Set `tty: true` for web.'});

test.each<[AskedEffect, string]>([
  [RESTART, 'good: web restarted'],
  [{type: 'operate', operation: 'stop', name: 'web'}, 'good: web stopped'],
  [{type: 'operate', operation: 'start', name: 'web'}, 'good: web started'],
  [
    {type: 'reload'},
    'busy: + new added\n~ web restarted (cmd, env_file)\nneeds a restart of prox: api.port',
  ],
  [{type: 'copy', text: 'x', what: 'the line'}, 'good: copied the line, if the terminal allows it'],
  [{type: 'browse', url: 'http://a/'}, 'good: opening http://a/'],
])('%j is told to be done: %s', async (effect, notice) => {
  expect(await noticeOf(effect)).toBe(notice);
});

test('what is too much for the clipboard is not called copied', async () => {
  const effect = {type: 'copy', text: 'x', what: 'the page'} as const;
  expect(await noticeOf(effect, {isTooMuch: true})).toBe(
    'bad: the page: too much for the clipboard of a terminal',
  );
});

test('a URL that no browser opens is told', async () => {
  const effect = {type: 'browse', url: 'http://a/'} as const;
  expect(await noticeOf(effect, {hasBrowser: false})).toMatch(/^busy: .*http:\/\/a\/$/);
});

test('what prox refuses is told whole: what, which, and what to do', async () => {
  expect(await noticeOf(RESTART, {}, refusal)).toBe(
    'bad: Process has no terminal: web. Set `tty: true` for web.',
  );
});

test('without a connection it says so', async () => {
  expect(await noticeOf(RESTART, {hasProx: false})).toBe(
    'bad: prox did not answer: there is no connection',
  );
});

test('what is typed is sent in its order, without a word', async () => {
  const {asker, prox, sent} = anAsker();
  const send = async (text: string) => asker.ask({type: 'send', name: 'web', text});
  await Promise.all([send('a'), send('b'), send('c')]);
  expect(prox.calls.map(({input}) => input)).toEqual(
    ['a', 'b', 'c'].map(text => ({name: 'web', text})),
  );
  expect(sent).toEqual([]);
});

test('text that is refused is told as such, so that the typing ends; the next may pass', async () => {
  const {asker, prox, sent} = anAsker();
  prox.failure = refusal;
  await asker.ask({type: 'send', name: 'web', text: ''});
  expect(sent).toMatchObject([{type: 'refusedText', name: 'web', notice: {tone: 'bad'}}]);
  prox.failure = undefined;
  await asker.ask({type: 'send', name: 'web', text: 'x'});
  expect(prox.calls.at(-1)?.input).toEqual({name: 'web', text: 'x'});
  expect(sent).toHaveLength(1);
});

test('a page comes with its text', async () => {
  const {asker, prox, sent} = anAsker();
  const page = {type: 'why', name: 'web'} as const;
  await asker.ask({type: 'page', page});
  expect(prox.calls).toEqual([{operation: 'why', input: {name: 'web'}}]);
  expect(sent).toMatchObject([{type: 'pageCame', page}]);
  expect(sent[0]).not.toMatchObject({lines: []});
});

test('a page that cannot be had says why, where it would stand', async () => {
  const {asker, prox, sent} = anAsker();
  prox.failure = new ProxError('REQUEST_NOT_FOUND', {detail: '7', hint: 'It is gone.'});
  const page = {type: 'request', id: '7'} as const;
  await asker.ask({type: 'page', page});
  const lines = ['No such request: 7', 'It is gone.'];
  expect(sent).toEqual([{type: 'pageCame', page, lines}]);
});

test('without a connection a page says so, and that of an event is there', async () => {
  const {asker, sent} = anAsker({hasProx: false});
  await asker.ask({type: 'page', page: {type: 'why', name: 'web'}});
  await asker.ask({type: 'page', page: {type: 'event', event: event({message: 'web crashed'})}});
  expect(sent).toMatchObject([
    {lines: ['prox did not answer: there is no connection']},
    {type: 'pageCame'},
  ]);
  expect(JSON.stringify(sent[1])).toContain('web crashed');
});

test('a curl line is copied', async () => {
  const {asker, copied, sent} = anAsker();
  await asker.ask({type: 'copyCurl', id: '7'});
  expect(copied[0]).toMatch(/^curl /);
  expect(sent).toMatchObject([{notice: {text: expect.stringMatching(/^copied the curl line/)}}]);
});

test('the curl line of a request over TLS names the CA of prox', async () => {
  const {asker, copied, prox} = anAsker();
  const detail = await prox.request({id: '7'});
  vi.spyOn(prox, 'request').mockResolvedValue({...detail, tls: true});
  const own = {isCa: true, source: 'prox', trusted: false, file: '/home/dev/ca.pem'} as const;
  const {certs} = await prox.certs();
  vi.spyOn(prox, 'certs').mockResolvedValue({certs: certs.map(cert => ({...cert, ...own}))});
  await asker.ask({type: 'copyCurl', id: '7'});
  expect(copied[0]).toContain('--cacert /home/dev/ca.pem');
});

test('a bug is no notice', async () => {
  const {asker, prox} = anAsker();
  prox.failure = new TypeError('bug');
  await expect(asker.ask(RESTART)).rejects.toThrow('bug');
});
