import {type Markup, markup} from './markup.ts';
import {STYLE} from './style.ts';

export interface Layout {
  readonly title: string;
  /** Small, above the title. */
  readonly mark: string;
  readonly blocks: readonly Markup[];
  /** After which a browser asks again. */
  readonly reloadSeconds: number | undefined;
}

/** A whole page. What it says comes last and in lines, for those who read it in a terminal. */
export function layout({title, mark, blocks, reloadSeconds}: Layout): string {
  const reload = markup`<meta http-equiv="refresh" content="${String(reloadSeconds)}">\n`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${reloadSeconds === undefined ? [] : reload}<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="mark"><b>prox</b> ${mark}</p>

<h1>${title}</h1>
${blocks.map(block => markup`\n${block}\n`)}
</main>
</body>
</html>
`.toString();
}
