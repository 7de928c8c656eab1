import type {Clock} from '../core/clock.ts';
import type {Prox} from '../core/prox.ts';
import {eventDetail} from '../render/event-detail.ts';
import {renderDetail} from '../render/request-detail.ts';
import {renderWhy} from '../render/why-page.ts';
import type {PageRef, ThemeName} from './model/model.ts';
import {themeNamed} from './view/theme.ts';

export interface PageOptions {
  /** @throws ProxError UNREACHABLE without a connection */
  readonly prox: () => Prox;
  readonly clock: Clock;
  readonly theme: ThemeName;
}

/** What a page says, line by line. @throws ProxError PROCESS_NOT_FOUND, REQUEST_NOT_FOUND, … */
export async function pageLines(
  page: PageRef,
  {prox, clock, theme}: PageOptions,
): Promise<readonly string[]> {
  const {paint} = themeNamed(theme);
  switch (page.type) {
    case 'why': {
      const report = await prox().why({name: page.name});
      return linesOf(renderWhy(report, {paint, now: clock.now()}));
    }
    case 'request': {
      const detail = await prox().request({id: page.id, include: ['body']});
      return linesOf(renderDetail(detail, {paint, withBody: true}));
    }
    case 'event':
      return linesOf(eventDetail(page.event, paint));
  }
}

function linesOf(text: string): readonly string[] {
  return text.trimEnd().split('\n');
}
