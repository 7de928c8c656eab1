import {once} from 'node:events';
import {createServer} from 'node:net';
import {expect, test} from 'vitest';
import {Warnings} from '../../../src/app/warnings.ts';
import type {ProcessView} from '../../../src/supervisor/process-view.ts';
import {UNCHECKED} from '../../../src/core/health.ts';
import {STAY} from '../../../src/core/restart-policy.ts';
import {sampleProcess} from '../../rig/sample-config.ts';
import {sampleHolder} from '../../rig/sample-facts.ts';

function view(overrides: Partial<ProcessView>): ProcessView {
  return {
    kind: 'process',
    config: sampleProcess(),
    state: {status: 'stopped', exit: undefined, verdict: STAY},
    since: 0,
    run: undefined,
    health: UNCHECKED,
    restarts: 0,
    givenUpAfter: undefined,
    restartDueAt: undefined,
    ranForMs: undefined,
    wasStarted: true,
    isHeld: false,
    isAsked: false,
    portConflict: undefined,
    addedEnv: {},
    plan: undefined,
    lastGoodPlan: undefined,
    startUp: undefined,
    ...overrides,
  };
}

test.runIf(process.platform === 'linux')(
  'a port that somebody else holds is a warning, after those of the start, for as long as he does',
  async () => {
    const said: string[] = [];
    const warnings = new Warnings(text => said.push(text));
    const first = {code: 'CA_UNTRUSTED', message: 'untrusted', hint: undefined};
    warnings.add(first);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const views = [view({}), view({portConflict: sampleHolder({pid: process.pid, port})})];
    expect(await warnings.with(views)).toEqual([
      first,
      {
        code: 'PORT_TAKEN',
        message: `web wants port ${port}, which is held by pid ${process.pid} (node other.js, in /x)`,
        hint: 'Run `prox why web`.',
      },
    ]);
    server.close();
    await once(server, 'close');
    expect(await warnings.with(views)).toEqual([first]);
    expect(said).toEqual(['untrusted']);
  },
);
