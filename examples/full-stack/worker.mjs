// Does what is to be done, a job a second. Without the database it gives up: prox starts it again.
import {setTimeout as delay} from 'node:timers/promises';
import {ask} from './db/jobs.mjs';

process.on('SIGTERM', () => {
  console.log('bye');
  process.exit();
});

console.log('waiting for jobs');
try {
  for (;;) {
    const job = await ask('finish');
    if (job) console.log(`job ${job.id} done`);
    await delay(1000);
  }
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
