import {expect, test} from 'vitest';
import {routeState} from '../../../src/core/route.ts';
import {PROXY_SAMPLE} from '../../rig/proxy-sample.ts';

const [web, docs] = PROXY_SAMPLE.routes.routes;

test.each([
  ['bad', 'crashed (exit code 1)', {processStatus: 'crashed', processReason: 'exit code 1'}],
  ['dim', 'stopped', {processStatus: 'stopped'}],
  ['busy', 'starting', {processStatus: 'starting'}],
  ['good', 'running', {state: 'unknown'}],
  ['good', 'running', {state: 'active'}],
  ['busy', 'running, does not answer', {state: 'unreachable'}],
] as const)('with a process it is %s: %s', (tone, text, changes) => {
  expect(routeState({...web, ...changes})).toEqual({tone, text});
});

test.each([
  ['good', 'answers', 'active'],
  ['bad', 'does not answer', 'unreachable'],
  ['dim', 'not asked yet', 'unknown'],
] as const)('without one it is %s: %s', (tone, text, state) => {
  expect(routeState({...docs, state})).toEqual({tone, text});
});
