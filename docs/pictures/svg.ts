import {BACKGROUND, FOREGROUND} from './colors.ts';
import type {Run} from './runs.ts';

const FONT_SIZE = 14;
const COLUMN = 8.4;
const ROW = 19;
const MARGIN = 16;
/** From the top of a row to the line that its characters stand on. */
const BASELINE = 14;
const FONTS =
  "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";

export interface Picture {
  readonly rows: readonly (readonly Run[])[];
  readonly columns: number;
  /** What is seen, for who cannot see it. */
  readonly label: string;
}

/**
 * A terminal as SVG, whose text is text. Every run has its place and its width, so that columns stay
 * columns in whatever font a viewer has.
 */
export function toSvg({rows, columns, label}: Picture): string {
  const width = Math.ceil(columns * COLUMN) + 2 * MARGIN;
  const height = rows.length * ROW + 2 * MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(label)}">`,
    `<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>`,
    `<g font-family="${FONTS}" font-size="${FONT_SIZE}" fill="${FOREGROUND}" shape-rendering="crispEdges">`,
    ...rows.map((runs, row) => runs.map(run => drawRun(run, row)).join('')),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function drawRun(run: Run, row: number): string {
  const {style, column, columns} = run;
  const place = `x="${xOf(column)}" y="${MARGIN + row * ROW}"`;
  const size = `width="${widthOf(columns)}" height="${ROW}"`;
  const ground =
    style.background !== undefined && `<rect ${place} ${size} fill="${style.background}"/>`;
  const attributes = [
    style.color !== FOREGROUND && `fill="${style.color}"`,
    style.isBold && 'font-weight="bold"',
    style.isDim && 'fill-opacity="0.6"',
  ].filter(isThere);
  const texts = phrasesOf(run).map(({text, column, columns}) => {
    const start = `x="${xOf(column)}" y="${MARGIN + row * ROW + BASELINE}"`;
    const length = `textLength="${widthOf(columns)}" lengthAdjust="spacingAndGlyphs"`;
    return `<text ${[start, length, ...attributes].join(' ')}>${escapeXml(text)}</text>`;
  });
  return [ground, ...texts].filter(isThere).join('');
}

interface Phrase {
  readonly text: string;
  readonly column: number;
  readonly columns: number;
}

/** What stands between blanks: of several in a row SVG leaves but one. */
function phrasesOf({text, column, columns}: Run): readonly Phrase[] {
  return Array.from(text.matchAll(/[^ ]+(?: [^ ]+)*/g), ({0: phrase, index}) => ({
    text: phrase,
    column: column + index,
    // Of characters that take two columns there are no blanks between.
    columns: phrase === text ? columns : phrase.length,
  }));
}

function xOf(column: number): number {
  return round(MARGIN + column * COLUMN);
}

function widthOf(columns: number): number {
  return round(columns * COLUMN);
}

function isThere(part: string | false): part is string {
  return part !== false;
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
