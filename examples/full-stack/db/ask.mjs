// node db/ask.mjs ready|create|add|list|finish: asks the database; exits with 1 when it does not answer.
import {ask} from './jobs.mjs';

try {
  console.log((await ask(process.argv[2])) ?? 'ok');
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
