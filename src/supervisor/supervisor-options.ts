import type {Config} from '../config/config.ts';
import type {Clock} from '../core/clock.ts';
import type {ReportEvent} from '../core/event.ts';
import type {ReadConfig} from './plans.ts';

export interface SupervisorOptions {
  readonly config: Config;
  /** For a restart, which reads the definition anew. */
  readonly readConfig: ReadConfig;
  readonly clock: Clock;
  /** The id of this supervisor run: the mark of all its children. */
  readonly instance: string;
  /** Replaces `.prox/children.json`. */
  readonly saveLedger: (text: string) => Promise<void>;
  /** For what the start commands of dependencies write. */
  readonly stateDir: string;
  /** Something is amiss that the user should know of. */
  readonly warn: (text: string) => void;
  readonly report: ReportEvent;
  /** The children's output ends up on a terminal. */
  readonly isTerminal: boolean;
}

export interface BeginOptions {
  /** Undefined: all with `autostart`. What they need comes along. */
  readonly names?: readonly string[];
  /** Nothing else, whatever they need. */
  readonly isAlone?: boolean;
  /** Not these, whoever needs them. */
  readonly except?: readonly string[];
  readonly apiUrl: string;
  /** For every child; what the user sets wins. */
  readonly extraEnv?: Readonly<Record<string, string>>;
}

/** What an edited prox.yaml changes (config/config-diff.ts). */
export interface Changes {
  readonly next: Config;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly redefined: readonly string[];
  readonly adjusted: readonly string[];
  /** For every child from now on. */
  readonly extraEnv: Readonly<Record<string, string>>;
}
