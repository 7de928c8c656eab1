import {ProxError} from '../../core/errors.ts';
import type {Invocation} from '../context.ts';
import {screenTerminal, type ScreenTerminal, whyNoScreen} from '../screen-terminal.ts';

const HINT = '`prox up --no-tui` prints plain lines, `prox up -d` runs in the background.';

/**
 * Where `prox up` shows its screen; undefined for plain lines. `--tui` and `PROX_TUI=1` insist on one.
 * @throws ProxError USAGE when it cannot be shown and was insisted on
 */
export async function chooseScreen({
  options,
  env,
}: Pick<Invocation, 'options' | 'env'>): Promise<ScreenTerminal | undefined> {
  const isInsistent = options.toggle('tui');
  if (options.isSet('detach') || options.isSet('detachedChild')) {
    if (isInsistent === true) throw new ProxError('USAGE', {detail: '--tui needs the foreground'});
    return undefined;
  }
  const wish = isInsistent ?? fromEnvironment(env);
  if (wish === false) return undefined;
  if (wish === true) return screenTerminal(env, HINT);
  return (await whyNoScreen(env)) === undefined ? process : undefined;
}

function fromEnvironment({PROX_TUI: value}: NodeJS.ProcessEnv): boolean | undefined {
  if (value === undefined || value === '') return undefined;
  if (value === '0' || value === '1') return value === '1';
  throw new ProxError('USAGE', {detail: `PROX_TUI must be 0 or 1, not '${value}'`});
}
