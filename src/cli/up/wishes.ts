import {ProxError} from '../../core/errors.ts';
import {TIMESTAMP_MODES} from '../../render/log-line.ts';
import type {Options} from '../options.ts';
import {readEndRules} from './early-end.ts';
import {readProxyFlags} from './proxy-flags.ts';
import type {UpPlan} from './up-plan.ts';

const DEFAULT_WAIT_MS = 60_000;
const MAX_PORT = 65_535;

/** What the command line of `prox up` says, whatever is in prox.yaml. */
export type Wishes = Pick<UpPlan, 'apiPort' | 'proxyFlags' | 'endRules' | 'timestamps' | 'waitMs'>;

/** Every option is read before anything is done. @throws ProxError USAGE */
export function readWishes(options: Options): Wishes {
  const needsDetach = ['wait', 'json'].filter(name => options.isSet(name));
  if (needsDetach.length > 0 && !options.isSet('detach')) {
    throw new ProxError('USAGE', {detail: `--${needsDetach.join(', --')} needs --detach`});
  }
  const timeoutMs = options.duration('timeout');
  if (timeoutMs !== undefined && !options.isSet('wait')) {
    throw new ProxError('USAGE', {detail: '--timeout needs --wait'});
  }
  return {
    apiPort: options.whole('apiPort', MAX_PORT),
    proxyFlags: readProxyFlags(options),
    endRules: readEndRules(options),
    timestamps: options.choice('timestamps', TIMESTAMP_MODES) ?? 'time',
    waitMs: options.isSet('wait') ? (timeoutMs ?? DEFAULT_WAIT_MS) : undefined,
  };
}
