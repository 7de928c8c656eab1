import * as z from 'zod';
import {boolean} from '../parameters.ts';

export const configCheck = z.object({yaml: z.string().exactOptional()});

export const reloadQuery = z
  .object({dry_run: boolean.describe('Tell what would be done, and do nothing').exactOptional()})
  .transform(({dry_run: dryRun}) => ({...(dryRun !== undefined && {dryRun})}));
