import {describe, expect, test} from 'vitest';
import {Options} from '../../../src/cli/options.ts';

describe('options', () => {
  test('that were not given are undefined', () => {
    const options = new Options({});
    expect(options.isSet('follow')).toBe(false);
    expect(options.toggle('color')).toBeUndefined();
    expect(options.text('pattern')).toBeUndefined();
    expect(options.list('process')).toBeUndefined();
    expect(options.whole('lines', 10)).toBeUndefined();
    expect(options.duration('timeout')).toBeUndefined();
    expect(options.choice('timestamps', ['none', 'iso'])).toBeUndefined();
  });

  test('are read by their type', () => {
    const options = new Options({
      follow: true,
      color: false,
      process: 'web, api,',
      lines: '10',
      timeout: '1m30s',
      timestamps: 'iso',
    });
    expect(options.isSet('follow')).toBe(true);
    expect(options.toggle('color')).toBe(false);
    expect(options.list('process')).toEqual(['web', 'api']);
    expect(options.whole('lines', 10)).toBe(10);
    expect(options.duration('timeout')).toBe(90_000);
    expect(options.choice('timestamps', ['none', 'iso'])).toBe('iso');
  });

  test.each(['-1', '1.5', '11', 'ten', ''])('no count: %j', text => {
    expect(() => new Options({apiPort: text}).whole('apiPort', 10)).toThrow(
      /--api-port must be a whole number from 0 to 10/,
    );
  });

  test.each([',', '', ' , '])('a list of nothing is no list: %j', text => {
    expect(() => new Options({process: text}).list('process')).toThrow(
      /--process must be one or several, separated by commas/,
    );
  });

  test('no duration and no choice name what would be one', () => {
    const options = new Options({timeout: 'soon', timestamps: 'utc'});
    expect(() => options.duration('timeout')).toThrow(/--timeout must be a duration such as/);
    expect(() => options.choice('timestamps', ['none', 'iso'])).toThrow(
      /one of none, iso, not 'utc'/,
    );
  });
});
