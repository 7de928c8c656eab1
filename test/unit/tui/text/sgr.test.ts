import {Terminal} from '@xterm/headless';
import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {SgrState} from '../../../../src/tui/text/sgr.ts';
import {sliceColumns} from '../../../../src/tui/text/rows.ts';
import {styledLine} from '../../../../src/tui/text/styled-line.ts';

const COLUMNS = 60;

function after(...sequences: readonly string[]): string {
  const state = new SgrState();
  for (const parameters of sequences) state.apply(parameters);
  return state.sequence.replace('\u001b', 'ESC');
}

describe('SgrState', () => {
  test.each([
    ['nothing', [], ''],
    ['a colour', ['31'], 'ESC[31m'],
    ['a later colour in place of the first', ['31', '92'], 'ESC[92m'],
    ['all that holds', ['1;31', '44', '4'], 'ESC[1;31;44;4m'],
    ['codes with zeros before them', ['01;031'], 'ESC[1;31m'],
    ['nothing after a reset', ['1;31', '0'], ''],
    ['nothing after an empty reset', ['1;31', ''], ''],
    ['what comes behind a reset', ['1;0;32'], 'ESC[32m'],
    ['an empty code as a reset', ['1;;32'], 'ESC[32m'],
    ['neither bold nor dim after 22', ['1;2;3;22'], 'ESC[3m'],
    ['single attributes ended', ['3;4;7;9;31;41;53', '23;24;27;29;39;49;55'], ''],
    ['one of 256 colours', ['38;5;208'], 'ESC[38;5;208m'],
    ['one of 16 million', ['48;2;1;20;255'], 'ESC[48;2;1;20;255m'],
    ['what comes behind a colour', ['38;5;1;1'], 'ESC[38;5;1;1m'],
    [
      'colours with colons as all terminals know them',
      ['38:5:208', '48:2:1:2:3'],
      'ESC[38;5;208;48;2;1;2;3m',
    ],
    ['colours with a colour space', ['38:2::1:2:3'], 'ESC[38;2;1;2;3m'],
    ['a curly underline as one', ['4:3'], 'ESC[4m'],
    ['a double underline as one', ['21'], 'ESC[4m'],
    ['no underline after 4:0', ['4', '4:0'], ''],
    ['no colour of underlines, nor its values', ['58;5;1', '58;2;1;2;3', '58:2::1:2:3'], ''],
    ['no text that is concealed or blinks', ['5', '6', '8'], ''],
    ['no fonts, frames and unknown codes', ['10;11;20;26;51;73;999;123456789'], ''],
    ['no colour out of range', ['38;5;256', '38;2;1;2;999', '38:5:256'], ''],
    ['no colour without its value', ['38;5', '38', '38;2;1;2', '38:5', '38:'], ''],
    ['nothing behind an unknown kind of colour', ['38;7;1;31'], ''],
    ['nothing of stray colons', [':', '::::', ':1', '1:2:3'], ''],
  ])('holds %s', (_, sequences, expected) => {
    expect(after(...sequences)).toBe(expected);
  });

  test('a slice looks in a terminal as the line does there', async () => {
    const code = fc.oneof(
      fc.constantFrom(0, 1, 2, 3, 4, 7, 9, 22, 23, 24, 27, 29, 39, 49, 53, 55).map(String),
      fc.integer({min: 30, max: 37}).map(String),
      fc.integer({min: 90, max: 107}).map(String),
      fc.integer({min: 40, max: 47}).map(String),
      fc.constantFrom('38;5;9', '48;5;200', '38;2;1;2;3', '48;2;4;5;6', '38:5:7', '48:2::7:8:9'),
    );
    const sequence = fc.array(code, {maxLength: 4}).map(codes => `\u001b[${codes.join(';')}m`);
    const text = fc.constantFrom('a', 'bcd', '0123456789');
    const line = fc.array(fc.oneof(sequence, text), {maxLength: 30}).map(parts => parts.join(''));
    await fc.assert(
      fc.asyncProperty(line, fc.nat(30), async (line, from) => {
        const whole = await looks(line);
        const slice = await looks(sliceColumns(styledLine(line), from, COLUMNS));
        expect(slice.filter(({text}) => text !== '')).toEqual(
          whole.slice(from, from + COLUMNS).filter(({text}) => text !== ''),
        );
      }),
      {numRuns: 60},
    );
  });
});

/** Each column of the first row as a terminal has understood it. */
async function looks(written: string) {
  const terminal = new Terminal({cols: 400, rows: 2, allowProposedApi: true});
  await new Promise<void>(done => terminal.write(written, done));
  const row = terminal.buffer.active.getLine(0);
  const cells = Array.from({length: 400}, (_, column) => row?.getCell(column));
  terminal.dispose();
  return cells.map(cell => ({
    text: cell?.getChars() ?? '',
    foreground: [cell?.getFgColorMode(), cell?.getFgColor()],
    background: [cell?.getBgColorMode(), cell?.getBgColor()],
    weight: [cell?.isBold(), cell?.isDim(), cell?.isItalic()],
    lines: [cell?.isUnderline(), cell?.isStrikethrough(), cell?.isOverline(), cell?.isInverse()],
  }));
}
