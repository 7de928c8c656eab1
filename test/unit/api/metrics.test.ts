import {readFileSync} from 'node:fs';
import {beforeEach, expect, test} from 'vitest';
import {renderMetrics} from '../../../src/api/metrics.ts';
import type {ProcessSummary} from '../../../src/core/process-report.ts';
import {FakeProx} from '../../rig/fake-prox.ts';
import {parsePrometheusText, type PrometheusSample} from '../../rig/prometheus-text.ts';
import {sampleSummary} from '../../rig/sample-summary.ts';

const GUIDE = new URL('../../../docs/guides/metrics.md', import.meta.url);
let prox: FakeProx;

beforeEach(() => {
  prox = new FakeProx();
});

test('every figure of prox is a series', async () => {
  expect(await series('prox_info')).toEqual([{labels: {version: '0.1.0'}, value: 1}]);
  expect(await series('prox_uptime_seconds')).toEqual([{labels: {}, value: 7200}]);
  expect(await series('prox_log_bytes_total')).toEqual([{labels: {}, value: 4096}]);
  expect(await series('prox_proxy_requests_total')).toEqual([{labels: {}, value: 12}]);
  expect(await series('prox_events_unacknowledged')).toEqual([
    {labels: {severity: 'warning'}, value: 1},
    {labels: {severity: 'critical'}, value: 2},
  ]);
});

test('one core is 1', async () => {
  expect(await series('prox_cpu_ratio')).toEqual([{labels: {}, value: 0.015}]);
  expect(await series('prox_process_cpu_ratio')).toEqual([
    {labels: {process: 'web'}, value: 0.125},
  ]);
});

test('a process tells whether it runs, of what kind it is, and its one status', async () => {
  expect(await series('prox_process_up')).toEqual([
    {labels: {process: 'web', kind: 'process'}, value: 1},
    {labels: {process: 'api', kind: 'process'}, value: 0},
  ]);
  const statuses = (await series('prox_process_status')).filter(({value}) => value === 1);
  expect(statuses.map(({labels}) => labels)).toEqual([
    {process: 'web', status: 'running'},
    {process: 'api', status: 'crashed'},
  ]);
});

test('a health that is not known is no series, and not 0', async () => {
  showProcesses({health: 'unknown'});
  expect(await series('prox_process_healthy')).toEqual([]);
  showProcesses({name: 'web', health: 'unhealthy'}, {name: 'api', health: 'healthy'});

  expect(await series('prox_process_healthy')).toEqual([
    {labels: {process: 'web'}, value: 0},
    {labels: {process: 'api'}, value: 1},
  ]);
});

test('without processes the text is as well formed', async () => {
  showProcesses();

  expect(await series('prox_process_up')).toEqual([]);
  expect(await series('prox_uptime_seconds')).toHaveLength(1);
});

test('a name can hold whatever it wants', async () => {
  const name = 'a"b\\c\nd} 1';
  showProcesses({name});

  expect(await series('prox_process_ready')).toMatchObject([{labels: {process: name}}]);
});

test('what is gone leaves no series behind', async () => {
  await renderMetrics(prox);
  showProcesses({name: 'new'});

  expect(await series('prox_process_ready')).toMatchObject([{labels: {process: 'new'}}]);
});

test('label values are names of prox.yaml or of a fixed list', async () => {
  const families = parsePrometheusText(await renderMetrics(prox));
  const names = families.flatMap(({samples}) => samples.flatMap(({labels}) => Object.keys(labels)));

  expect(new Set(names)).toEqual(new Set(['version', 'severity', 'process', 'kind', 'status']));
});

test('the guide lists every series, and none besides', async () => {
  showProcesses({health: 'healthy'});
  const families = parsePrometheusText(await renderMetrics(prox));
  const rows = readFileSync(GUIDE, 'utf8').matchAll(/^\| `(prox_\w+)(?:\{([\w, ]+)\})?` \|/gm);
  const listed = Array.from(rows, ([, name, labels = '']) => ({
    name,
    labels: labels.split(', ').filter(label => label !== ''),
  }));

  expect(listed).toEqual(
    families.map(({name, samples}) => ({name, labels: Object.keys(samples[0]?.labels ?? {})})),
  );
});

function showProcesses(...changes: readonly Partial<ProcessSummary>[]): void {
  prox.processes = async () => ({processes: changes.map(change => sampleSummary(change))});
}

async function series(name: string): Promise<readonly Omit<PrometheusSample, 'name'>[]> {
  const families = parsePrometheusText(await renderMetrics(prox));
  const samples = families.find(family => family.name === name)?.samples ?? [];
  return samples.map(({labels, value}) => ({labels, value}));
}
