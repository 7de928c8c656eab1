import type {Clock} from '../core/clock.ts';
import {parseInstant} from '../core/duration.ts';
import {ProxError} from '../core/errors.ts';
import type {Options} from './options.ts';

/** Epoch ms of `--since`; undefined when it was not given. @throws ProxError USAGE */
export function sinceOption(options: Options, clock: Clock): number | undefined {
  const text = options.text('since');
  if (text === undefined) return undefined;
  const instant = parseInstant(text, clock.now());
  if (instant !== undefined) return instant;
  throw new ProxError('USAGE', {
    detail: `--since must be a duration such as 5m, or an RFC 3339 time, not '${text}'`,
  });
}
