import {describe, expect, it} from 'vitest';
import {formatDiagnostics} from '../../../src/config/diagnostics.ts';

const AT = {file: 'prox.yaml', line: 1, column: 1, message: 'is wrong'};

describe('formatting diagnostics', () => {
  it('shows the line before, the line, a caret and the hint', () => {
    const diagnostic = {...AT, line: 10, column: 3, hint: 'did you mean `b`?'};
    const source = `${'\n'.repeat(8)}a:\n  c: 1\n`;
    expect(formatDiagnostics([diagnostic], source)).toBe(
      [
        'prox.yaml:10:3: is wrong',
        '   9 | a:',
        '> 10 |   c: 1',
        '     |   ^',
        '  hint: did you mean `b`?',
        '',
      ].join('\n'),
    );
  });

  it('shows no frame without a source', () => {
    expect(formatDiagnostics([AT], undefined)).toBe('prox.yaml:1:1: is wrong\n');
  });

  it('keeps the caret below its character behind tabs', () => {
    const text = formatDiagnostics([{...AT, column: 4}], '\ta\tb');
    expect(text).toContain('> 1 | \ta\tb\n    | \t \t^\n');
  });

  it('paints with the functions it is given', () => {
    const paint = {
      place: (text: string) => `<${text}>`,
      caret: (text: string) => `(${text})`,
      dim: (text: string) => `{${text}}`,
    };
    expect(formatDiagnostics([AT], 'a', {paint})).toBe(
      '<prox.yaml:1:1:> is wrong\n(>) {1 |} a\n    {|} (^)\n',
    );
  });

  it('lets no control character of the file reach the terminal', () => {
    const evil = '\u001b]52;c;\u0007\u009b2J\u202e';
    const text = formatDiagnostics([{...AT, message: evil, hint: evil}], evil);
    expect(
      evil
        .split('')
        .filter(character => text.includes(character))
        .join(''),
    ).toBe(']52;c;2J');
  });
});
