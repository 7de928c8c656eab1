import type {Config} from '../../config/config.ts';
import type {TimestampMode} from '../../render/log-line.ts';
import type {ReadConfig} from '../../supervisor/plans.ts';
import type {EndRules} from './early-end.ts';
import type {ProxyFlags} from './proxy-flags.ts';
import type {Selection} from './selection.ts';

/** What `prox up` was asked to do. */
export interface UpPlan {
  /** With what the command line overrides. */
  readonly config: Config;
  /** From the command line. */
  readonly apiPort: number | undefined;
  /** Likewise. */
  readonly proxyFlags: ProxyFlags;
  readonly selection: Selection;
  readonly endRules: EndRules;
  /** Reads prox.yaml again, with the same overrides. */
  readonly readConfig: ReadConfig;
  readonly timestamps: TimestampMode;
  /** What the processes write is for a terminal: their colours can be seen. */
  readonly isTerminal: boolean;
  /** For how long `--wait` waits; undefined without it. */
  readonly waitMs: number | undefined;
}
