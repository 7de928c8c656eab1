/** A small user of the terminal: shows what is typed; some keys make it end in one way or another. */
import {systemClock} from '../../../src/core/clock.ts';
import type {Input} from '../../../src/tui/terminal/input.ts';
import {InputSource} from '../../../src/tui/terminal/input-source.ts';
import {TerminalModes} from '../../../src/tui/terminal/modes.ts';

const {stdin, stdout} = process;
/** The frame. */
let lines: string[] = [];
const modes = new TerminalModes({
  stdin,
  stdout,
  onContinue: () => show('again'),
  fatalSignals: ['SIGTERM', 'SIGHUP', 'SIGQUIT'],
});
const source = new InputSource({
  stdin,
  clock: systemClock,
  onInput,
  isTyping: () => false,
  onText: () => undefined,
  onEnd: () => process.exit(9),
});
modes.enter();
source.start();
show(`shown by ${process.pid}`);

const ACTIONS: Readonly<Record<string, () => void>> = {
  'ctrl z': () => modes.suspend(),
  q: end,
  x: () => process.exit(3),
  e: () => JSON.parse('not JSON'),
  m: () => modes.setMouse(true),
  n: () => modes.setMouse(false),
  c() {
    lines = ['cleared'];
    modes.output.write('\u001b[2J\u001b[3J\u001b[Hcleared');
  },
  L() {
    modes.showMainScreen();
    show('a frame that nobody may see');
    stdout.write('plain line\r\n');
    lines = [];
  },
  S: () => modes.enter(),
};

function onInput(input: Input): void {
  if (input.type === 'key') {
    const name = input.ctrl ? `ctrl ${input.name}` : input.name;
    show(`[${name}]`);
    ACTIONS[name]?.();
  } else if (input.type === 'mouse') show(`[${input.action} ${input.x} ${input.y}]`);
  else show(`[paste ${JSON.stringify(input.text)}]`);
}

function show(line: string): void {
  lines.push(line);
  modes.output.write(`${lines.join('\n')}\n`);
}

function end(): void {
  source.stop();
  modes.leave();
  modes.leave();
}
