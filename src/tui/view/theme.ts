import type {Paint} from '../../render/paint.ts';
import type {Level} from '../filter/level.ts';
import type {ThemeName} from '../model/model.ts';

/** Styles by meaning, as SGR sequences (ECMA-48, 8.3.117); `''` for none. Words carry the meaning too. */
export interface Theme {
  readonly paint: Paint;
  readonly rule: string;
  /** The line that keys are about. */
  readonly marked: string;
  /** What was searched. */
  readonly match: string;
  readonly levels: Readonly<Partial<Record<Level, string>>>;
}

interface Palette {
  readonly good: string;
  readonly busy: string;
  readonly bad: string;
  readonly dim: string;
  readonly strong: string;
  readonly processes: readonly string[];
  readonly marked: string;
  readonly match: string;
}

const RESET = '\u001b[0m';

const PALETTES: Readonly<Record<ThemeName, Palette>> = {
  dark: {
    good: sgr(32),
    busy: sgr(33),
    bad: sgr(91),
    dim: sgr(90),
    strong: sgr(1),
    processes: [36, 35, 33, 32, 94, 96, 95].map(code => sgr(code)),
    marked: sgr(7),
    match: sgr(30, 43),
  },
  light: {
    good: sgr(32),
    busy: sgr(35),
    bad: sgr(31),
    dim: sgr(90),
    strong: sgr(1),
    processes: [34, 35, 36, 32, 31].map(code => sgr(code)),
    marked: sgr(7),
    match: sgr(30, 46),
  },
  'high-contrast': {
    good: sgr(1, 92),
    busy: sgr(1, 93),
    bad: sgr(1, 97, 41),
    dim: '',
    strong: sgr(1),
    processes: [96, 95, 93, 92, 97].map(code => sgr(1, code)),
    marked: sgr(1, 7),
    match: sgr(1, 30, 103),
  },
  none: {
    good: '',
    busy: '',
    bad: '',
    dim: '',
    strong: sgr(1),
    processes: [''],
    marked: sgr(7),
    match: sgr(7),
  },
};

const THEMES: Readonly<Record<ThemeName, Theme>> = {
  dark: themeOf(PALETTES.dark),
  light: themeOf(PALETTES.light),
  'high-contrast': themeOf(PALETTES['high-contrast']),
  none: themeOf(PALETTES.none),
};

export function themeNamed(name: ThemeName): Theme {
  return THEMES[name];
}

/** The text in a style. */
export function styled(style: string, text: string): string {
  return style === '' || text === '' ? text : `${style}${text}${RESET}`;
}

function themeOf(palette: Palette): Theme {
  const {good, busy, bad, dim, strong, processes, marked, match} = palette;
  const paint: Paint = {
    good: text => styled(good, text),
    busy: text => styled(busy, text),
    bad: text => styled(bad, text),
    dim: text => styled(dim, text),
    strong: text => styled(strong, text),
    process: (index, text) => styled(processes[index % processes.length] ?? '', text),
  };
  return {paint, rule: dim, marked, match, levels: {error: bad, warn: busy, debug: dim}};
}

function sgr(...codes: readonly number[]): string {
  return `\u001b[${codes.join(';')}m`;
}
