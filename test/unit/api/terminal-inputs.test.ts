import {expect, test} from 'vitest';
import {createInputParser, type RawInput} from '../../../src/api/schemas.ts';
import {FakeClock} from '../../rig/fake-clock.ts';

const parse = createInputParser(new FakeClock());
const name = 'web';

test('a text is taken as it is', () => {
  const text = ' \u0003é\r\n';
  expect(parse('send', {name, text})).toEqual({name, text});
  expect(parse('send', {name, text: 'x'.repeat(65_536)}).text).toHaveLength(65_536);
});

test.each([undefined, '', 7, true, null, ['a'], {}, 'x'.repeat(65_537)])(
  'what is no text to type is refused by name: %j',
  text => {
    expect(() => parse('send', {name, text})).toThrow(refusal('text'));
  },
);

test('a size is 1 to 1000 both ways', () => {
  expect(parse('resize', {name, columns: 1, rows: 1000})).toEqual({name, columns: 1, rows: 1000});
});

test.each([undefined, 0, 1001, 1.5, -80, '80', null, {}])(
  'what is no size is refused by name: %j',
  size => {
    const wide: RawInput = {name, columns: size, rows: 24};
    const high: RawInput = {name, columns: 80, rows: size};
    expect(() => parse('resize', wide)).toThrow(refusal('columns'));
    expect(() => parse('resize', high)).toThrow(refusal('rows'));
  },
);

function refusal(parameter: string): unknown {
  return expect.objectContaining({code: 'INVALID_PARAMETER', details: {parameter}});
}
