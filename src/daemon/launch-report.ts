/** What a prox that was started by another one tells it. */
export type LaunchReport =
  | ({readonly type: 'ready'} & Readiness)
  /** As the API would answer it. */
  | {readonly type: 'failed'; readonly error: string}
  | ({readonly type: 'said'} & Words);

/** For the eyes of people, with line ends. */
export interface Words {
  readonly text: string;
  /** For standard error. */
  readonly isComplaint: boolean;
}

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
