import {z} from 'zod';
import {CONDITIONS} from '../core/dependency-graph.ts';
import type {Condition} from '../core/dependency-graph.ts';
import {text} from './fields.ts';

/** A name, and the condition that is written beside it. */
export interface WrittenRequirement {
  readonly name: string;
  readonly condition: Condition | undefined;
}

const condition = z.enum(CONDITIONS, {
  error: 'must be `started`, `healthy`, `completed` or `ready`',
});

/** The key `depends_on` of processes and tasks. What the names stand for is checked elsewhere. */
export function dependsOn() {
  return z
    .union(
      [
        z
          .array(text())
          .transform(names =>
            names.map((name): WrittenRequirement => ({name, condition: undefined})),
          ),
        z.record(text(), condition).transform(conditions =>
          Object.entries(conditions).map(([name, written]): WrittenRequirement => ({
            name,
            condition: written,
          })),
        ),
      ],
      {error: 'must be a list of names, or a map from name to condition'},
    )
    .prefault([])
    .describe(
      'What must be there before it starts. A list, or a map with `started`, `healthy`, `completed` or `ready`. Default: tasks `completed`, dependencies `ready`, processes with a healthcheck `healthy`, others `started`.',
    )
    .meta({examples: [{migrate: 'completed', db: 'ready'}]});
}
