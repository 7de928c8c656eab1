import {describe, expect, it} from 'vitest';
import {TestApp} from '../../rig/test-app.ts';

const node = (script: string): readonly string[] => [process.execPath, '-e', script];

describe('output', () => {
  it('loses no line of a flood, and does not grow with it', async () => {
    const flood = `const {writeSync} = require('fs');
      const line = 'x'.repeat(80);
      for (let n = 0; n < 2_000_000; n += 1000) {
        let text = '';
        for (let i = n; i < n + 1000; i++) text += i + ' ' + line + '\\n';
        writeSync(1, text);
      }`;
    await using app = await TestApp.create({config: {processes: {web: {cmd: node(flood)}}}});
    const before = process.memoryUsage().rss;
    await app.begin();
    await app.line(/^web ended/);
    const {logs, nextSeq} = await app.app.logs({lines: 10_000});
    expect(nextSeq).toBe(2_000_002); // its start, its lines, its end
    const numbers = logs.slice(0, -1).map(({line}) => Number.parseInt(line, 10));
    expect(numbers).toEqual(Array.from({length: 9_999}, (_, index) => 1_990_001 + index));
    expect(await app.app.logs({sinceSeq: 0, lines: 1})).toMatchObject({dropped: 1_990_002});
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });

  it('cuts a line of 10 MB, and keeps what its limits allow', async () => {
    const script = `process.stdout.write('y'.repeat(10 * 1024 * 1024) + '\\nnext\\n')`;
    await using app = await TestApp.create({config: {processes: {web: {cmd: node(script)}}}});
    await app.begin();
    await app.until('web', ({exitCode}) => exitCode === 0);
    await app.line(/^next$/);
    const page = await app.app.logs({process: ['web'], stream: ['stdout'], lines: 10_000});
    const parts = page.logs.filter(({truncated}) => truncated);
    expect(parts.length).toBeGreaterThan(100);
    expect(parts.every(({line}) => /^y{65536}$/.test(line))).toBe(true);
    expect(page.logs.at(-1)?.line).toBe('next');
  });

  it('is whole when it is written just before the exit', async () => {
    const script = `require('fs').writeSync(1, ('z'.repeat(99) + '\\n').repeat(4_999) + 'last'); process.exit(0)`;
    await using app = await TestApp.create({config: {processes: {web: {cmd: node(script)}}}});
    await app.begin();
    await app.line(/^web ended/);
    const output = await app.output('web');
    expect(output).toHaveLength(5000);
    expect(output.at(-1)).toBe('last');
  });

  it('shows a line at once, though the process goes on', async () => {
    await using app = await TestApp.create({
      config: {processes: {web: 'printf "one\\npart"; exec sleep 60'}},
    });
    await app.begin();
    await app.line(/^one$/);
    expect(await app.output('web')).toEqual(['one']);
  });

  it('keeps stdout and stderr apart', async () => {
    await using app = await TestApp.create({config: {processes: {web: 'echo out; echo err >&2'}}});
    await app.begin();
    await app.line(/^web ended/);
    const {logs} = await app.app.logs({stream: ['stderr']});
    expect(logs).toMatchObject([{process: 'web', stream: 'stderr', line: 'err'}]);
  });

  it('one process that floods does not keep others from being heard', async () => {
    await using app = await TestApp.create({
      config: {processes: {flood: 'exec yes', quiet: 'echo here; exec sleep 60'}},
    });
    await app.begin();
    const filter = {process: ['quiet'], stream: ['stdout'] as const, sinceSeq: 0};
    const reader = app.app.followLogs(filter, {signal: new AbortController().signal});
    const first = await reader[Symbol.asyncIterator]().next();
    expect(first.value?.entries).toMatchObject([{line: 'here'}]);
  });
});
