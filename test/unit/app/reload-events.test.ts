import {expect, it} from 'vitest';
import {reloadedEvent} from '../../../src/app/reload-events.ts';
import {Reloader} from '../../../src/app/reload.ts';
import {ProxError} from '../../../src/core/errors.ts';
import type {EventReport} from '../../../src/core/event.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {sampleConfig} from '../../rig/sample-config.ts';

it('a reload tells which routes are new, gone and changed', () => {
  const {message} = reloadedEvent({
    processes: {added: [], removed: [], restarted: [], updated: [], unchanged: []},
    changes: [],
    routes: {added: ['web'], removed: ['old'], changed: ['app'], unchanged: ['api']},
    restartRequired: [],
  });
  expect(message).toBe(
    'prox.yaml was reloaded: the route web is new, the route old is gone, the route app has changed',
  );
});

it('a reload is told before what it leads to, also when a shutdown cuts that short', async () => {
  const told: string[] = [];
  const reloader = new Reloader({
    clock: new FakeClock(),
    config: sampleConfig(),
    supervisor: {
      views: () => [],
      say: () => undefined,
      apply: async () => {
        told.push('applied');
        throw new ProxError('SHUTDOWN_IN_PROGRESS');
      },
    },
    proxy: undefined,
    readConfig: async () => ({ok: true, config: sampleConfig()}),
    report: ({type}: EventReport) => told.push(type),
  });
  await expect(reloader.reload({})).rejects.toMatchObject({code: 'SHUTDOWN_IN_PROGRESS'});
  expect(told).toEqual(['config.reloaded', 'applied']);
});
