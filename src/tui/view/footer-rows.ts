import {BINDINGS} from '../model/keymap.ts';
import {layoutOf} from '../model/layout.ts';
import type {Mode, Model, TypingMode} from '../model/model.ts';
import {columnsOf} from '../text/cells.ts';
import {fit} from '../text/labels.ts';
import {wrapColumns} from '../text/rows.ts';
import {styledLine} from '../text/styled-line.ts';
import {readable} from './readable.ts';
import type {Theme} from './theme.ts';
import {typedRow} from './typed-row.ts';

const GAP = '  ';
const MAX_NOTICE_SHARE = 1 / 3;
const HELP_HINT = '? help';
const FILTER_HINTS =
  'word  -word  "a phrase"  re:…  proc:web  level:error  stream:stderr  method:POST  status:5xx  host:  url:';
/** Instead of the key map's, while keys mean something else. */
const MODE_HINTS: Readonly<Partial<Record<Mode['type'], string>>> = {
  choose: 'Space toggles  Enter keeps  Esc takes back  a all  n none',
  help: '↑ ↓ move  Esc back',
  page: '↑ ↓ move  y copy  Esc back',
};

/**
 * What is typed, else what there is to say, else the keys that count now. Usually one row; what is long or
 * wrong takes more, over the end of the view.
 */
export function footerRows(model: Model, theme: Theme): readonly string[] {
  const {columns} = layoutOf(model);
  const {paint} = theme;
  const {mode, notice} = model;
  if (mode.type === 'filter') {
    const {problem} = model.filter;
    const isEmpty = mode.line.text === '';
    return [
      ...(isEmpty ? wrapped(model, FILTER_HINTS, paint.dim) : []),
      ...wrapped(model, problem, paint.bad),
      typedRow('filter: ', mode.line, {theme, columns}),
    ];
  }
  if (mode.type === 'search') {
    const problem = mode.hasMatch ? undefined : 'no match';
    return [...wrapped(model, problem, paint.busy), typedRow('/', mode.line, {theme, columns})];
  }
  if (mode.type === 'typing') {
    return typingRows(model, mode, theme);
  }
  return notice
    ? wrapped(model, notice.text, paint[notice.tone])
    : [idleRow(model, theme, columns)];
}

/** Where the letters go, or why they go nowhere. */
function typingRows(model: Model, {name, problem}: TypingMode, {paint}: Theme): readonly string[] {
  const {columns} = layoutOf(model);
  if (problem !== undefined)
    return wrapped(model, `${problem}${GAP}Esc ends the typing`, paint.bad);
  return [paint.strong(fit(`Ctrl-] ends${GAP}typing into ${readable(name)}`, columns))];
}

/** Each line of it in as many rows as it takes. */
function wrapped(
  model: Model,
  text: string | undefined,
  paint: (text: string) => string,
): readonly string[] {
  if (text === undefined) return [];
  const {columns, rows} = layoutOf(model);
  const most = Math.max(1, Math.floor(rows * MAX_NOTICE_SHARE));
  const all = text.split('\n').flatMap(line => wrapColumns(styledLine(readable(line)), columns));
  const last = fit(all.slice(most - 1).join(''), columns);
  return (all.length > most ? [...all.slice(0, most - 1), last] : all).map(paint);
}

/** What hides or marks lines, and the keys, of which the one for help always has room. */
function idleRow(model: Model, {paint}: Theme, columns: number): string {
  const hints = MODE_HINTS[model.mode.type];
  if (hints !== undefined) return paint.dim(fit(hints, columns));
  const state = fit(stateText(model), Math.max(0, columns - HELP_HINT.length - GAP.length));
  const room = state === '' ? columns : columns - columnsOf(state) - GAP.length;
  const keys = paint.dim(keyHints(model, room));
  return state === '' ? keys : [paint.busy(state), keys].join(GAP);
}

function stateText({filter, search}: Model): string {
  const parts = [
    ...(filter.text === '' ? [] : [`filter: ${filter.text}`]),
    ...(filter.problem === undefined ? [] : [filter.problem]),
    ...(search === '' ? [] : [`/${search}`]),
  ];
  return readable(parts.join(GAP));
}

/** As many as there is room for, those first that lead to the others or away from a filter. */
function keyHints({settings, view, filter, search, shown}: Model, room: number): string {
  const hints = BINDINGS.flatMap(({label, hint}) =>
    hint === undefined ? [] : [`${label} ${hint}`],
  );
  const isNarrowed = filter.text !== '' || search !== '' || shown.type !== 'all';
  const all = [
    HELP_HINT,
    ...(isNarrowed ? ['Esc clear'] : []),
    ...(search === '' ? [] : ['n N next']),
    ...(view === 'logs' ? [] : ['Enter open', 'y copy']),
    ...hints.filter(hint => hint !== HELP_HINT),
    ...(settings.isOwner ? ['d detach'] : []),
  ];
  let text = '';
  for (const hint of all) {
    const longer = text === '' ? hint : `${text}${GAP}${hint}`;
    if (columnsOf(longer) > room) break;
    text = longer;
  }
  return text;
}
