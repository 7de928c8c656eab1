import {expect, test} from 'vitest';
import {Output} from '../../../../src/cli/output.ts';
import {WarningTeller} from '../../../../src/cli/up/warning-teller.ts';
import {ProxError} from '../../../../src/core/errors.ts';
import {FakeProx} from '../../../rig/fake-prox.ts';
import {TextSink} from '../text-sink.ts';

test('every warning is noted once, with its hint below', async () => {
  const stderr = new TextSink();
  const output = new Output({
    stdout: new TextSink(),
    stderr,
    env: {},
    color: false,
    isQuiet: false,
  });
  const status = await new FakeProx().status();
  const [trust, host] = [
    {code: 'CA_UNTRUSTED', message: 'not trusted', hint: 'prox certs --trust'},
    {code: 'X', message: 'odd', hint: undefined},
  ];
  const teller = new WarningTeller(output);
  await teller.tell({status: async () => ({...status, warnings: [trust]})});
  await teller.tell({status: async () => ({...status, warnings: [trust, host]})});
  await teller.tell({status: async () => Promise.reject(new ProxError('NOT_RUNNING'))});
  expect(stderr.text).toBe('note: not trusted\nprox certs --trust\nnote: odd\n');
});
