import {expect, test} from 'vitest';
import {reloadLines} from '../../../src/render/reload-lines.ts';
import {createPaint} from '../../../src/render/paint.ts';
import type {ReloadReport} from '../../../src/core/reload-report.ts';

const paint = createPaint({hasColor: false});

const REPORT: ReloadReport = {
  dryRun: false,
  processes: {
    added: ['worker'],
    removed: ['old'],
    restarted: ['web'],
    updated: ['api'],
    unchanged: ['db'],
  },
  changes: [
    {name: 'web', keys: ['cmd', 'env']},
    {name: 'api', keys: ['restart']},
  ],
  routes: {added: ['docs'], removed: ['old'], changed: ['web/api'], unchanged: ['web']},
  restartRequired: ['api.port', 'logs.max_lines'],
  failures: [],
};

test('each change is a line, and says which keys differ', () => {
  expect(reloadLines(REPORT, paint)).toEqual([
    '- old removed',
    '+ worker added',
    '~ web restarted (cmd, env)',
    '~ api updated (restart)',
    'routes: + docs, ~ web/api, - old',
    'needs a restart of prox: api.port, logs.max_lines',
  ]);
});

test('a dry run tells what would be done', () => {
  expect(reloadLines({...REPORT, dryRun: true}, paint)).toEqual(
    expect.arrayContaining(['- old would be removed', '~ web would be restarted (cmd, env)']),
  );
});

test('what failed is not told as done', () => {
  const failures = [{process: 'web', error: 'no', code: 'SPAWN_FAILED'}];
  expect(reloadLines({...REPORT, failures}, paint)).not.toContain('~ web restarted (cmd, env)');
});

test('without a change there is no line', () => {
  const none = {added: [], removed: [], changed: [], unchanged: ['web']};
  const processes = {...none, restarted: [], updated: []};
  const report = {...REPORT, processes, changes: [], routes: none, restartRequired: []};
  expect(reloadLines(report, paint)).toEqual([]);
});
