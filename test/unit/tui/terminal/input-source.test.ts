import {EventEmitter} from 'node:events';
import type {ReadStream} from 'node:tty';
import {expect, test} from 'vitest';
import type {Input} from '../../../../src/tui/terminal/input.ts';
import {InputSource} from '../../../../src/tui/terminal/input-source.ts';
import {FakeClock} from '../../../rig/fake-clock.ts';

class FakeStdin extends EventEmitter {
  isPaused = true;
  pause = (): this => this.#pause(true);
  resume = (): this => this.#pause(false);

  #pause(isPaused: boolean): this {
    this.isPaused = isPaused;
    return this;
  }
}

function startReading() {
  const stdin = new FakeStdin();
  const clock = new FakeClock();
  const inputs: Input[] = [];
  const seen = {ends: 0, isTyping: false, typed: ''};
  const source = new InputSource({
    stdin: stdin as EventEmitter as ReadStream,
    clock,
    onInput: input => {
      inputs.push(input);
      seen.isTyping ||= input.type === 'key' && input.name === 'i';
    },
    isTyping: () => seen.isTyping,
    onText: text => (seen.typed += text),
    onEnd: () => (seen.ends += 1),
  });
  source.start();
  const names = () => inputs.map(input => (input.type === 'key' ? input.name : input.type));
  return {stdin, clock, names, seen, source};
}

test('an ESC is the key after 30 ms of silence, not before', () => {
  const {stdin, clock, names} = startReading();
  stdin.emit('data', Buffer.from('\u001b'));
  clock.advance(29);
  expect(names()).toEqual([]);
  clock.advance(1);
  expect(names()).toEqual(['escape']);
});

test('an arrow key that comes in two parts is one', () => {
  const {stdin, clock, names} = startReading();
  stdin.emit('data', Buffer.from('\u001b'));
  clock.advance(29);
  stdin.emit('data', Buffer.from('[A'));
  clock.advance(100);
  expect(names()).toEqual(['up']);
});

test('after its stop nothing is read and nothing armed', () => {
  const {stdin, clock, names, source} = startReading();
  stdin.emit('data', Buffer.from('\u001b'));
  source.stop();
  stdin.emit('data', Buffer.from('a'));
  expect(names()).toEqual([]);
  expect(clock.armed).toEqual([]);
  expect(stdin.isPaused).toBe(true);
});

test('the end of the terminal is told', () => {
  const {stdin, seen} = startReading();
  stdin.emit('error', new Error('read EIO'));
  expect(seen.ends).toBe(1);
});

test('what is typed for a process is handed on as it came, also a character in two parts', () => {
  const {stdin, names, seen} = startReading();
  seen.isTyping = true;
  stdin.emit('data', Buffer.from('\u001b[A\u0003'));
  stdin.emit('data', Buffer.from([0xc3]));
  stdin.emit('data', Buffer.from([0xa9]));
  expect(seen.typed).toBe('\u001b[A\u0003é');
  expect(names()).toEqual([]);
});

test('what comes together with the key that begins the typing is typed', () => {
  const {stdin, names, seen} = startReading();
  stdin.emit('data', Buffer.from('2iyes, é\r'));
  expect(names()).toEqual(['2', 'i']);
  expect(seen.typed).toBe('yes, é\r');
});
