import {ERRORS, hasCode, ProxError} from '../core/errors.ts';
import type {Outcome, Terminal} from './context.ts';
import {asKnownFailure} from './system-failure.ts';

export interface FailureOptions extends Pick<Terminal, 'stderr'> {
  readonly isVerbose: boolean;
  /** The hint to wrong usage that has none of its own. */
  readonly usage?: string;
}

/** Tells what failed, why and what to do now, on standard error. @throws what is no ProxError */
export async function tellFailure(thrown: unknown, options: FailureOptions): Promise<Outcome> {
  const error = asKnownFailure(thrown);
  if (!(error instanceof ProxError)) throw error;
  const {cause} = error;
  const hint = nextStep(error) ?? (error.code === 'USAGE' ? options.usage : undefined);
  const lines = [`prox: ${error.message}`];
  if (hint !== undefined) lines.push(hint);
  if (options.isVerbose && cause instanceof Error) {
    lines.push(`Caused by ${cause.stack ?? cause.message}`);
  }
  await options.stderr.write(`${lines.join('\n')}\n`);
  return ERRORS[error.code].exit;
}

/** The hint, in terms of the command line where the error comes from the API or from the network. */
function nextStep({code, hint, details, cause}: ProxError): string | undefined {
  if (code === 'UNAUTHORIZED') return TOKEN_HINT;
  if (code === 'RATE_LIMITED') {
    const seconds = Number(details?.['retry_after_seconds'] ?? 60);
    return `A right token is let in at once; for others wait ${seconds} s.\n${TOKEN_HINT}`;
  }
  return code === 'UNREACHABLE' && hasCode(cause, 'ECONNREFUSED') ? UNANSWERED_HINT : hint;
}

const TOKEN_HINT =
  'Give the token with --token or PROX_TOKEN; `prox token`, run in the project, prints it.';
const UNANSWERED_HINT =
  'Is prox running? `prox up` starts it; without --addr the prox of this project is found.';
