import type * as Re2 from 're2js';
import {LogLines} from '../render/log-line.ts';
import type {Link} from '../tui/feed/feed.ts';
import {connect, type Connection} from './connect.ts';
import type {Invocation} from './context.ts';
import {openInBrowser} from './open-in-browser.ts';
import type {ScreenTerminal} from './screen-terminal.ts';

// Ink draws nothing where it takes the environment for that of a CI, and looks when it is loaded.
for (const name of ['CI', 'CONTINUOUS_INTEGRATION']) process.env[name] = 'false';
const loading = import('../tui/tui.ts');

export interface ScreenOptions {
  readonly invocation: Invocation;
  readonly terminal: ScreenTerminal;
  /** The first; when it is lost, another one is looked for. */
  readonly connection: Connection;
}

/** The terminal UI on a prox that runs, until somebody leaves it. */
export async function showScreen({invocation, terminal, connection}: ScreenOptions): Promise<void> {
  const {clock, env, output} = invocation;
  const {Tui} = await loading;
  let first: Connection | undefined = connection;
  let re2: typeof Re2 | undefined;
  const tui = new Tui({
    ...terminal,
    clock,
    env,
    theme: output.hasColor ? 'dark' : 'none',
    isOwner: false,
    connect: async () => {
      const next = first ?? (await connect(invocation));
      first = undefined;
      return linkOf(next);
    },
    compile: source => {
      if (re2 === undefined) throw new Error('regular expressions are still being loaded');
      const pattern = re2.RE2JS.compile(source);
      return {test: text => pattern.matcher(text).find()};
    },
    openUrl: async url => openInBrowser(url, env),
    renderPlain: (entries, names) =>
      new LogLines({
        names,
        timestamps: 'time',
        paint: output.paint,
        hasColor: output.hasColor,
        isTerminal: true,
      }).render(entries),
  });
  const loadPatterns = async (): Promise<void> => {
    re2 = await import('re2js');
  };
  await Promise.all([tui.run(), loadPatterns()]);
}

async function linkOf({prox, running}: Connection): Promise<Link> {
  const {pid} = await prox.status();
  return {prox, run: running?.startToken ?? String(pid)};
}
