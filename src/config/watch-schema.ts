import {z} from 'zod';
import {duration, path} from './fields.ts';

/** The key `watch` of a process. */

function paths() {
  return z.array(path()).nonempty({error: 'must not be empty'});
}

const watchKeys = z.strictObject({
  paths: paths()
    .describe('Files, folders and patterns, relative to the folder of this file.')
    .meta({examples: [['src', 'config/*.json']]}),
  ignore: z
    .array(path())
    .default([])
    .describe(
      'Besides `.git`, `node_modules`, `.prox` and backup files of editors. A name or pattern without a slash counts at any depth.',
    )
    .meta({examples: [['dist', '*.log']]}),
  debounce: duration()
    .prefault('300ms')
    .describe('How long it must be quiet after a change. Less than 100ms counts as 100ms.'),
  on_change: z
    .enum(['restart', 'signal'])
    .default('restart')
    .describe('`signal`: the process gets SIGHUP and lives on.'),
});

export const watch = z
  .union(
    [
      paths()
        .transform((list): z.input<typeof watchKeys> => ({paths: list}))
        .pipe(watchKeys),
      watchKeys,
    ],
    {error: 'must be a list of paths, or a map that holds `paths`'},
  )
  .describe('Files and folders whose changes restart it. A list is short for a map with `paths`.')
  .meta({examples: [['src']]});

export type WatchInput = z.infer<typeof watch>;
