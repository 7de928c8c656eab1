import {layoutOf} from '../model/layout.ts';
import type {Model} from '../model/model.ts';
import {footerRows} from './footer-rows.ts';
import {headerRow} from './header-row.ts';
import {eventRows, requestRows} from './list-rows.ts';
import {logRows} from './log-rows.ts';
import {chooseRows, pageRows} from './page-rows.ts';
import {panelRows} from './panel-rows.ts';
import {ruleRow} from './rule-row.ts';
import {type Theme, themeNamed} from './theme.ts';

/**
 * The picture: as many rows as the layout has, none wider than it, no control characters in them but SGR
 * sequences. A screen that is too low for all has the lowest.
 */
export function screenRows(model: Model): readonly string[] {
  const theme = themeNamed(model.look.theme);
  const {columns, rows} = layoutOf(model);
  const above = [
    headerRow(model, theme, columns),
    ...panelRows(model, theme),
    ruleRow(model, theme, columns),
    ...bodyRows(model, theme),
  ];
  const footer = footerRows(model, theme);
  // What does not fit into one row covers the end of the view.
  return [...above.slice(0, above.length + 1 - footer.length), ...footer].slice(-rows);
}

/** As many as the view has, so that the footer stays where it is. */
function bodyRows(model: Model, theme: Theme): readonly string[] {
  const {bodyRows: height} = layoutOf(model);
  const rows = viewRows(model, theme);
  return [...rows, ...Array<string>(Math.max(0, height - rows.length)).fill('')].slice(0, height);
}

function viewRows(model: Model, theme: Theme): readonly string[] {
  const {mode, view} = model;
  if (mode.type === 'help' || mode.type === 'page') return pageRows(model, mode, theme);
  if (mode.type === 'choose') return chooseRows(model, mode, theme);
  if (view === 'requests') return requestRows(model, theme);
  return view === 'events' ? eventRows(model, theme) : logRows(model, theme);
}
