import {describe, expect, it} from 'vitest';
import {ChildrenLedger, parseLedger} from '../../../src/supervisor/children-ledger.ts';

const GROUP = {process: 'web', pid: 4242, startTime: '123'};

describe('ChildrenLedger', () => {
  it('writes what lives, as a whole, after each change', async () => {
    const texts: string[] = [];
    const ledger = new ChildrenLedger({instance: 'i', save: async text => void texts.push(text)});
    ledger.add(GROUP);
    await ledger.flush();
    expect(parseLedger(texts.at(-1) ?? '')).toMatchObject({instance: 'i', groups: [GROUP]});
    ledger.remove(GROUP.pid);
    await ledger.flush();
    expect(parseLedger(texts.at(-1) ?? '')).toMatchObject({groups: []});
  });

  it('never has two writes at once; changes during one are one more', async () => {
    const writes: (() => void)[] = [];
    const texts: string[] = [];
    const ledger = new ChildrenLedger({
      instance: 'i',
      save(text) {
        texts.push(text);
        return new Promise(resolve => writes.push(resolve));
      },
    });
    for (let pid = 2; pid < 100; pid++) ledger.add({...GROUP, pid});
    const flushed = ledger.flush();
    expect(writes).toHaveLength(1);
    writes[0]?.();
    await Promise.resolve();
    await Promise.resolve();
    expect(writes).toHaveLength(2);
    writes[1]?.();
    await flushed;
    expect(parseLedger(texts.at(-1) ?? '')?.groups).toHaveLength(98);
  });
});

describe('parseLedger', () => {
  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"instance":"","bootId":"b","groups":[]}',
    '{"instance":"i","bootId":"b"}',
    '{"instance":"i","bootId":"b","groups":[{"process":"web","pid":1,"startTime":"1"}]}',
    '{"instance":"i","bootId":"b","groups":[{"process":"web","pid":-5,"startTime":"1"}]}',
    '{"instance":"i","bootId":"b","groups":[{"process":"web","pid":"5","startTime":"1"}]}',
    '{"instance":"i","bootId":"b","groups":[null]}',
  ])('trusts nothing in %j', text => {
    expect(parseLedger(text)).toBeUndefined();
  });
});
