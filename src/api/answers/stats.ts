import * as z from 'zod';
import type {ChildStats, ProcessStats, ProcessUsage, Stats, UsageList} from '../../core/stats.ts';
import {objectOf} from './component.ts';
import {amount, count, text} from './values.ts';

const cpu = amount.describe('100 is one core');
const memory = count.describe('Resident');
const usage = {cpu_percent: cpu, memory_bytes: memory};
const peak = z.object(usage).describe('The most that was measured of its latest run');
const lines = count.describe('That it has written since prox was started');

export const stats = objectOf<Stats>('Stats')({
  uptime_seconds: count,
  processes_total: count,
  processes_running: count,
  processes_unhealthy: count,
  processes_crashed: count,
  restarts: count.describe('Since prox was started, as all counts and peaks'),
  crashes: count,
  log_lines: count,
  log_bytes: count,
  proxy_requests: count,
  proxy_errors: count,
  proxy_bytes_in: count,
  proxy_bytes_out: count,
  proxy_requests_per_second: amount.describe('Over the last five seconds'),
  proxy_requests_per_second_peak: amount,
  proxy_connections: count,
  proxy_connections_peak: count,
  cpu_percent: amount.describe('Of prox itself; 100 is one core'),
  memory_bytes: count.describe('Of prox itself'),
  memory_bytes_peak: count,
  children_cpu_percent: amount.describe('Of all children with all that they started'),
  children_memory_bytes: count,
  children_memory_bytes_peak: count,
});

const childStats = objectOf<ChildStats>('ChildStats')({pid: count, command: text, ...usage});

export const processStats = objectOf<ProcessStats>('ProcessStats')({
  name: text,
  ...usage,
  peak,
  children: z.array(childStats).describe('The whole tree, parents first'),
  listening_ports: z.array(count).describe('TCP, ascending'),
  lines,
});

const processUsage = objectOf<ProcessUsage>('ProcessUsage')({name: text, ...usage, peak, lines});

export const usageList = objectOf<UsageList>('UsageList')({
  processes: z.array(processUsage).describe('In the order of prox.yaml'),
});
