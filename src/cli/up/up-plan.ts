import type {Config} from '../../config/config.ts';
import type {TimestampMode} from '../render/log-line.ts';
import type {ProxyFlags} from './proxy-flags.ts';

/** What `prox up` was asked to do. */
export interface UpPlan {
  /** With what the command line overrides. */
  readonly config: Config;
  /** From the command line. */
  readonly apiPort: number | undefined;
  /** Likewise. */
  readonly proxyFlags: ProxyFlags;
  /** Undefined: all that start by themselves. */
  readonly names: readonly string[] | undefined;
  readonly timestamps: TimestampMode;
  /** For how long `--wait` waits; undefined without it. */
  readonly waitMs: number | undefined;
}
