import {once} from 'node:events';
import {ProxError} from '../../../src/core/errors.ts';
import {acquireLock} from '../../../src/daemon/lock.ts';

// Run as a program by lock.test.ts: asks for the lock when told to, says how it went, and keeps what
// it won until its input ends.
const [, , path = ''] = process.argv;
process.send?.('ready');
await once(process, 'message');
try {
  await acquireLock(path);
  process.send?.('won');
} catch (error) {
  if (!(error instanceof ProxError) || error.code !== 'ALREADY_RUNNING') throw error;
  process.send?.(error.details?.['pid']);
}
await once(process, 'message');
process.disconnect();
