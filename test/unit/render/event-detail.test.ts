import {expect, test} from 'vitest';
import {eventDetail} from '../../../src/render/event-detail.ts';
import {createPaint} from '../../../src/render/paint.ts';
import {proxEvent} from '../../rig/observation-sample.ts';

const paint = createPaint({hasColor: false});

test('an event in full has its facts, its last lines, and who has seen to it', () => {
  const event = proxEvent(7, {
    details: {exitCode: 1, lines: ['x'.repeat(300), 'at \u001b[2Jmain']},
    acknowledged: true,
    acknowledgedAt: '2026-01-01T00:00:00.000Z',
  });
  const lines = eventDetail(event, paint).split('\n');
  expect(lines[0]).toBe('api crashed (exit code 1)');
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}type +process\.crashed$/));
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}exit_code +1$/));
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}acknowledged +.*2026-01-01T00:00:00/));
  expect(lines.slice(-3)).toEqual(['its last lines:', `  ${'x'.repeat(300)}`, '  at main']);
});

test('a fact that is no text is shown as JSON, and cannot steer the terminal', () => {
  const shown = eventDetail(proxEvent(7, {details: {ports: [1, 2], path: 'a\u001b[2Jb'}}), paint);
  expect(shown).toMatch(/^ {2}ports +\[1,2\]$/m);
  expect(shown).toMatch(/^ {2}path +ab$/m);
  expect(shown).not.toContain('last lines');
});
