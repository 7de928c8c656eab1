/** The config that runs. */
export interface ConfigReport {
  readonly configFile: string;
  /** RFC 3339. */
  readonly loadedAt: string;
  /** The file differs from what runs. */
  readonly changedOnDisk: boolean;
  /** What `prox config show` prints: every default filled in, secrets hidden. */
  readonly config: Readonly<Record<string, unknown>>;
}

export interface ConfigCheck {
  /** The text to check in place of the file on disk. */
  readonly yaml?: string;
}

export interface ConfigVerdict {
  readonly valid: boolean;
  /** Sorted by place. */
  readonly errors: readonly ConfigProblem[];
  /** What is valid, and has no effect. */
  readonly warnings: readonly string[];
}

export interface ConfigProblem {
  /** Dotted path of the key, or empty. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly message: string;
}
