import {describe, expect, it} from 'vitest';
import {
  type ChangeKind,
  CollectedChanges,
  describeChanges,
  type FileChange,
} from '../../../../src/supervisor/watch/collected-changes.ts';
import {FakeClock} from '../../../rig/fake-clock.ts';

function collect(quietMs = 300) {
  const clock = new FakeClock();
  const handedOver: (readonly FileChange[])[] = [];
  const changes = new CollectedChanges({
    clock,
    quietMs,
    onQuiet: collected => handedOver.push(collected),
  });
  const add = (path: string, kind: ChangeKind = 'changed'): void => changes.add({path, kind});
  return {clock, handedOver, changes, add};
}

describe('collected changes', () => {
  it('are handed over once it has been quiet', () => {
    const {clock, handedOver, add} = collect();
    add('/p/a.ts');
    clock.advance(299);
    add('/p/b.ts', 'added');
    clock.advance(299);
    expect(handedOver).toEqual([]);
    clock.advance(1);
    expect(handedOver).toEqual([
      [
        {path: '/p/a.ts', kind: 'changed'},
        {path: '/p/b.ts', kind: 'added'},
      ],
    ]);
  });

  it('arm no timer while nothing changes', () => {
    const {clock, add} = collect();
    expect(clock.armed).toEqual([]);
    add('/p/a.ts');
    clock.advance(300);
    expect(clock.armed).toEqual([]);
  });

  it.each([
    [300, 3000],
    [1000, 10_000],
  ])(
    'with %i ms of quiet asked for, wait no longer than %i ms for edits that never stop',
    (quietMs, capMs) => {
      const {clock, handedOver, add} = collect(quietMs);
      for (let ms = 0; ms < capMs; ms += 100) {
        add('/p/a.ts');
        expect(handedOver).toEqual([]);
        clock.advance(100);
      }
      expect(handedOver).toEqual([[{path: '/p/a.ts', kind: 'changed'}]]);
    },
  );

  it.each<[string, readonly ChangeKind[], ChangeKind]>([
    ['half-saved edits are one change', ['changed', 'changed'], 'changed'],
    ['a file that is removed and written anew has changed', ['removed', 'added'], 'changed'],
    ['a file that is written twice when it is new was added', ['added', 'changed'], 'added'],
    ['a file that is edited and then removed was removed', ['changed', 'removed'], 'removed'],
  ])('%s', (_sentence, kinds, merged) => {
    const {clock, handedOver, add} = collect();
    for (const kind of kinds) add('/p/a.ts', kind);
    clock.advance(300);
    expect(handedOver).toEqual([[{path: '/p/a.ts', kind: merged}]]);
  });

  it('hold nothing of a file that came and went', () => {
    const {clock, handedOver, add} = collect();
    add('/p/4913', 'added');
    add('/p/4913', 'removed');
    clock.advance(300);
    expect(handedOver).toEqual([]);
    expect(clock.armed).toEqual([]);
  });

  it('can be forgotten', () => {
    const {clock, handedOver, changes, add} = collect();
    add('/p/a.ts');
    changes.clear();
    clock.advance(300);
    expect(handedOver).toEqual([]);
    expect(clock.armed).toEqual([]);
  });
});

describe('a description of changes', () => {
  const change = (path: string, kind: ChangeKind = 'changed'): FileChange => ({path, kind});

  it.each([
    ['src/a.ts changed', [change('/p/src/a.ts')]],
    ['src/a.ts added and 1 more', [change('/p/src/a.ts', 'added'), change('/p/b')]],
    [
      'src removed and 3 more',
      [change('/p/src', 'removed'), ...['a', 'b', 'c'].map(name => change(name))],
    ],
    ['../shared/a.ts changed', [change('/shared/a.ts')]],
  ])('is: %s', (text, changes) => {
    expect(describeChanges(changes, '/p')).toBe(text);
  });
});
