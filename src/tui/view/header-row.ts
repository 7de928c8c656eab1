import {timeOfDay} from '../../render/time-of-day.ts';
import {isUnwell} from '../../render/status-table.ts';
import type {Model} from '../model/model.ts';
import {columnsOf} from '../text/cells.ts';
import {fit} from '../text/labels.ts';
import {readable} from './readable.ts';
import type {Theme} from './theme.ts';

const GAP = '  ';
/** A screen narrower than this has no room for a name beside what is wrong. */
const MIN_COLUMNS_FOR_BOTH = 60;

type Part = readonly [text: string, paint: (text: string) => string];

/** Which project, what is wrong with it, since when it runs, where its services are. */
export function headerRow(model: Model, {paint}: Theme, columns: number): string {
  const {startedAt} = model;
  const project = readable(model.status?.projectDir.split('/').at(-1) ?? '');
  const title: Part = [project === '' ? 'prox' : `prox ${project}`, paint.strong];
  const trouble = troubleOf(model, paint);
  const isCrowded = trouble.length > 0 && columns < MIN_COLUMNS_FOR_BOTH;
  const since: Part[] =
    startedAt === undefined
      ? []
      : [[`up since ${timeOfDay(startedAt).slice(0, 'hh:mm'.length)}`, paint.dim]];
  const urls = urlsOf(model).map((url): Part => [url, text => text]);
  let room = columns;
  const shown: string[] = [];
  for (const part of [...(isCrowded ? [] : [title]), ...trouble, ...since, ...urls]) {
    const [text, style] = part;
    // What is wrong is told as far as it goes, the rest as a whole or not at all.
    const isCut = part === title || trouble.includes(part);
    if (room <= 0 || (!isCut && columnsOf(text) > room)) break;
    const fitted = fit(text, part === title ? Math.ceil(columns / 2) : room);
    shown.push(style(fitted));
    room -= columnsOf(fitted) + GAP.length;
  }
  return shown.join(GAP);
}

function troubleOf(model: Model, paint: Theme['paint']): readonly Part[] {
  const {status, link, settings} = model;
  // Whatever was wrong before: nobody knows how it is now.
  if (link.type === 'lost') return [[`connection lost: ${readable(link.problem)}`, paint.bad]];
  const parts: Part[] = [];
  if (link.type === 'connecting') {
    parts.push([settings.isOwner ? 'starting…' : 'connecting…', paint.busy]);
  }
  if (status?.status === 'stopping') parts.push(['stopping…', paint.busy]);
  if (isDead(model)) parts.push(['nothing runs any more', paint.bad]);
  else parts.push(...unwellPart(model, paint));
  if (status?.configChanged) parts.push(['prox.yaml changed: R applies it', paint.busy]);
  return parts;
}

/** The panel does not show all of many processes. */
function unwellPart({processes}: Model, paint: Theme['paint']): readonly Part[] {
  const count = processes.filter(isUnwell).length;
  return count === 0 ? [] : [[`${count} not well`, paint.bad]];
}

/** All that was started has ended, and not all of it well. */
function isDead({processes}: Model): boolean {
  const own = processes.filter(({kind}) => kind === 'process');
  const isOver = own.every(
    ({status, nextRestartMs}) => status === 'crashed' && nextRestartMs === undefined,
  );
  return own.length > 0 && isOver;
}

function urlsOf({processes}: Model): readonly string[] {
  return processes.flatMap(({url}) => (url === undefined ? [] : [readable(url)]));
}
