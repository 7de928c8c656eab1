// Makes docs/images/up.svg: what `prox up --color` really prints for the quickstart, as a picture.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {writeFile} from 'node:fs/promises';
import {createInterface} from 'node:readline';

const LINES = 12;
const LINE_HEIGHT = 20;
const CHARACTER_WIDTH = 8.43;
const COLUMNS = 76;
/** SGR codes to CSS colours on a dark ground. */
const COLORS: Readonly<Record<string, string>> = {
  '2': '#8b949e',
  '31': '#ff7b72',
  '32': '#7ee787',
  '33': '#e3b341',
  '34': '#79c0ff',
  '35': '#d2a8ff',
  '36': '#76e3ea',
};
const SGR = new RegExp(String.raw`\u001b\[(\d+)m`);

const config = 'examples/quickstart/prox.yaml';
const lines = await recordLines(['bin/prox.js', 'up', '--color', '-c', config], LINES);
await writeFile('docs/images/up.svg', toSvg(['$ prox up', ...lines]));

/** The first lines that a command prints; then it is told to end. */
async function recordLines(argv: readonly string[], count: number): Promise<string[]> {
  const child = spawn(process.execPath, argv, {stdio: ['ignore', 'pipe', 'inherit']});
  const lines: string[] = [];
  const exited = once(child, 'exit');
  for await (const line of createInterface({input: child.stdout})) {
    if (lines.length < count && lines.push(line) === count) child.kill('SIGINT');
  }
  await exited;
  return lines;
}

function toSvg(lines: readonly string[]): string {
  const width = Math.round(COLUMNS * CHARACTER_WIDTH) + 40;
  const height = lines.length * LINE_HEIGHT + 36;
  const rows = lines.map((line, index) => {
    const y = 32 + index * LINE_HEIGHT;
    return `<text x="20" y="${y}" xml:space="preserve">${toSpans(line)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" role="img" aria-label="Output of prox up">`,
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#e6edf3">`,
    ...rows,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function toSpans(line: string): string {
  let color = '#e6edf3';
  let spans = '';
  // Split by a group: text and codes take turns.
  for (const [index, part] of line.split(SGR).entries()) {
    if (index % 2 === 1) color = COLORS[part] ?? '#e6edf3';
    else if (part !== '') spans += `<tspan fill="${color}">${escapeXml(part)}</tspan>`;
  }
  return spans;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
