/** What a prox that was started by another one tells it. */
export type LaunchReport =
  | ({readonly type: 'ready'} & Readiness)
  /** As the API would answer it. */
  | {readonly type: 'failed'; readonly error: string}
  /** For people. */
  | {readonly type: 'said'; readonly text: string};

export interface Readiness {
  readonly pid: number;
  readonly url: string;
  /** What it has to say to the one who started it. */
  readonly notes: readonly string[];
}

export function isLaunchReport(message: unknown): message is LaunchReport {
  if (typeof message !== 'object' || message === null || !('type' in message)) return false;
  const {type} = message;
  return type === 'ready' || type === 'failed' || type === 'said';
}
