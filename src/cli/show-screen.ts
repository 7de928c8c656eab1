import type * as Re2 from 're2js';
import {copyToSystem} from '../os/system-clipboard.ts';
import {LogLines, type TimestampMode} from '../render/log-line.ts';
import type {Link} from '../tui/feed/feed.ts';
import type {Farewell} from '../tui/tui.ts';
import type {Connection} from './connect.ts';
import type {Invocation} from './context.ts';
import {openInBrowser} from './open-in-browser.ts';
import type {ScreenTerminal} from './screen-terminal.ts';

// Ink draws nothing where it takes the environment for that of a CI, and looks when it is loaded.
for (const name of ['CI', 'CONTINUOUS_INTEGRATION']) process.env[name] = 'false';
const loading = import('../tui/tui.ts');

export interface ScreenOptions {
  readonly invocation: Invocation;
  readonly terminal: ScreenTerminal;
  /** When there is a prox to connect to. */
  readonly begun: Promise<unknown>;
  /** The first time, and whenever the connection is lost. @throws ProxError */
  readonly connect: () => Promise<Connection>;
  /** The stack ends with the screen. */
  readonly isOwner: boolean;
  readonly timestamps: TimestampMode;
  /** Makes it leave. */
  readonly signal: AbortSignal;
}

/** The terminal UI on a prox that runs, until somebody leaves it. */
export async function showScreen(options: ScreenOptions): Promise<Farewell> {
  const {invocation, terminal, begun, connect, isOwner, timestamps, signal} = options;
  const {bugs, clock, env, output} = invocation;
  const {Tui} = await loading;
  const broken = new AbortController();
  bugs.takeOver(error => broken.abort(error));
  let re2: typeof Re2 | undefined;
  const tui = new Tui({
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    clock,
    env,
    theme: output.hasColor ? 'dark' : 'none',
    isOwner,
    hasTimestamps: timestamps !== 'none',
    signal: AbortSignal.any([signal, broken.signal]),
    begun,
    connect: async () => linkOf(await connect()),
    compile: source => {
      if (re2 === undefined) throw new Error('regular expressions are still being loaded');
      const pattern = re2.RE2JS.compile(source);
      return {test: text => pattern.matcher(text).find()};
    },
    copyToSystem: async text => copyToSystem(text, env),
    openUrl: async url => openInBrowser(url, env),
    renderPlain: (entries, names) =>
      new LogLines({
        names,
        timestamps,
        paint: output.paint,
        hasColor: output.hasColor,
        isTerminal: true,
      }).render(entries),
  });
  const loadPatterns = async (): Promise<void> => {
    re2 = await import('re2js');
  };
  try {
    const [farewell] = await Promise.all([tui.run(), loadPatterns()]);
    broken.signal.throwIfAborted(); // not before the screen is gone, which would hide it
    return farewell;
  } finally {
    bugs.takeOver(error => bugs.giveUp(error));
  }
}

async function linkOf({prox, running}: Connection): Promise<Link> {
  const {pid} = await prox.status();
  return {prox, run: running?.startToken ?? String(pid)};
}
