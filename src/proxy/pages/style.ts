import {createHash} from 'node:crypto';
import {markup} from './markup.ts';

/**
 * Of every page: light and dark, from a phone to a wide screen, in the fonts that are there. In one line, for
 * those who read the page in a terminal.
 */
export const STYLE = markup`
:root { color-scheme: light dark; --page: #fbfaf8; --card: #fff; --text: #24231f; --quiet: #6b675e; --line: #e6e2da;
  --good: #1a7f45; --busy: #8a5c06; --bad: #bb3429; --link: #1d5fbf; }
@media (prefers-color-scheme: dark) {
  :root { --page: #17181b; --card: #1f2125; --text: #e7e5e0; --quiet: #a09d95; --line: #32353b;
    --good: #5fc48a; --busy: #e0ac4b; --bad: #f08379; --link: #85b4f5; }
}
* { box-sizing: border-box; margin: 0; }
body { background: var(--page); color: var(--text); font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 46rem; margin: 0 auto; padding: 10vh 1.25rem 4rem; }
.mark { color: var(--quiet); font-size: .875rem; margin-bottom: 1.75rem; }
.mark b { color: var(--text); margin-right: .5em; }
h1 { font-size: 1.875rem; line-height: 1.25; letter-spacing: -.015em; text-wrap: balance; }
.cause { font-size: 1.125rem; color: var(--quiet); margin-top: .5rem; }
.advice { margin-top: 1.5rem; }
h2 { font-size: .9375rem; font-weight: 600; margin: 2.25rem 0 .625rem; }
h2 small { font-size: .875rem; font-weight: 400; color: var(--quiet); margin-left: .5em; }
a { color: var(--link); text-underline-offset: .2em; }
code, pre { font: .8125rem/1.65 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
p code { background: var(--card); border: 1px solid var(--line); border-radius: .3rem; padding: .1em .35em; }
dl, pre, ul { background: var(--card); border: 1px solid var(--line); border-radius: .625rem; margin-top: 1.5rem; }
h2 + pre, h2 + ul { margin-top: 0; }
dl { padding: .5rem 1.125rem; }
dl div { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .35rem 0; }
dt { flex: 0 0 4.5rem; color: var(--quiet); }
dd { flex: 1 1 12rem; }
pre { padding: .875rem 1.125rem; overflow: auto; max-height: 26rem; overflow-wrap: normal; }
.stderr { color: var(--bad); }
.prox { color: var(--quiet); }
ul { list-style: none; padding: .125rem 1.125rem; }
li { display: flex; flex-wrap: wrap; gap: 0 1.5rem; padding: .6rem 0; align-items: baseline; }
li + li { border-top: 1px solid var(--line); }
li > * { flex: 1 1 12rem; }
li > * + * { color: var(--quiet); font-size: .875rem; }
li > .state { flex: 0 0 12.5rem; }
dd .state { margin-left: .25em; }
.state::before { content: ""; display: inline-block; width: .55em; height: .55em; border-radius: 50%;
  background: currentColor; margin-right: .5em; }
.state.good { color: var(--good); }
.state.busy { color: var(--busy); }
.state.bad { color: var(--bad); }
.state.dim { color: var(--quiet); }
`.inOneLine();

/** What the Content-Security-Policy lets in. */
export const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE.toString()).digest('base64')}`;
