import {z} from 'zod';
import {RESTART_CONDITIONS} from '../core/restart-policy.ts';
import {duration, integer} from './fields.ts';
import {AT_KEY} from './problem-text.ts';
import {isRecord} from './unchecked-data.ts';

/** The key `restart` of a process. */

/** Back-off doubles each time: beyond this many it is no longer a number. */
const MAX_RESTARTS = 1000;

const restartKeys = z.strictObject({
  policy: z
    .enum(RESTART_CONDITIONS)
    .describe('When it is started again. `on-failure`: not after a clean end.')
    .meta({examples: ['on-failure']}),
  max_restarts: integer({min: 1, max: MAX_RESTARTS})
    .default(5)
    .describe('In a row. Then it stays crashed.'),
  backoff: duration()
    .prefault('1s')
    .describe('Time before the first restart. Doubles with each, up to `max_backoff`.'),
  max_backoff: duration().prefault('30s').describe('The longest time before a restart.'),
  reset_after: duration()
    .prefault('10s')
    .describe(
      'A life this long (healthy, where there is a healthcheck) begins the count and the back-off anew.',
    ),
});

type Restart = z.infer<typeof restartKeys>;

function checkBackoff(value: Restart, context: z.core.$RefinementCtx<Restart>): void {
  if (!(value.backoff > value.max_backoff)) return;
  const message = 'must be at most `max_backoff`, whose default is 30s';
  context.addIssue({code: 'custom', path: ['backoff'], params: AT_KEY, message});
}

export const restart = z
  .union(
    [
      z
        .enum(RESTART_CONDITIONS)
        .transform((policy): z.input<typeof restartKeys> => ({policy}))
        .pipe(restartKeys),
      restartKeys.superRefine(checkBackoff, {when: ({value}) => isRecord(value)}),
    ],
    {error: 'must be `no`, `on-failure` or `always`, or a map that holds `policy`'},
  )
  .prefault('no')
  .describe(
    '`no`, `on-failure` or `always`: whether it is started again when it ends unasked. A map says how often and when.',
  );

export type RestartInput = z.infer<typeof restart>;
