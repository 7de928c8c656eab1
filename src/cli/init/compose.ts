import {shellWord} from '../../core/shell-text.ts';
import {firstPublishedPort, type PublishedPort} from './compose-port.ts';
import {type Contribution, type Entry, notCarriedOver} from './draft.ts';
import {type Fields, fieldsOf} from './loose-values.ts';

type Service = readonly [name: string, fields: Fields];

/** Long enough for docker to fetch an image. */
const TIMEOUT = '5m';

/** Every service of a compose file is an outside thing, which docker compose starts and keeps. */
export function fromCompose(source: string, data: unknown): Contribution {
  const {services: written, include} = fieldsOf(data);
  const services = Object.entries(fieldsOf(written)).map(([name, value]): Service => [
    name,
    fieldsOf(value),
  ]);
  const oneShots = completedFirst(services);
  const isKept = ([name, {profiles}]: Service): boolean =>
    !oneShots.has(name) && profiles === undefined;
  return {
    source,
    entries: services.filter(isKept).map(toEntry),
    readsDotEnv: false,
    remarks: [
      ...services.flatMap(([name, {profiles}]) => {
        if (oneShots.has(name)) return [`docker compose runs ${name} for those that need it`];
        return profiles === undefined ? [] : [notCarriedOver(`${name}, which is in \`profiles\``)];
      }),
      ...(include === undefined ? [] : [notCarriedOver(`\`include\` of ${source}`)]),
    ],
  };
}

/** What others wait for until it has ended never runs on: it cannot be waited for as if it did. */
function completedFirst(services: readonly Service[]): ReadonlySet<string> {
  const needs = services.flatMap(([, fields]) => Object.entries(fieldsOf(fields['depends_on'])));
  const completed = needs.filter(
    ([, need]) => fieldsOf(need)['condition'] === 'service_completed_successfully',
  );
  return new Set(completed.map(([name]) => name));
}

/** Without `depends_on`: docker compose starts those by itself. */
function toEntry([name, {ports}]: Service): Entry {
  const published = firstPublishedPort(ports);
  const word = shellWord(name);
  return {
    section: 'dependencies',
    name,
    keys: {
      check: published ? {tcp: addressOf(published)} : {cmd: runsAlready(word)},
      timeout: TIMEOUT,
      start: `docker compose up -d ${word}`,
    },
    needs: {},
    remarks: [],
  };
}

function addressOf({host, port}: PublishedPort): string {
  if (host === undefined) return `localhost:${port}`;
  return host.includes(':') && !host.startsWith('[') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** `ps` itself succeeds whether it finds one or not. */
function runsAlready(word: string): string {
  return `docker compose ps --quiet --status running ${word} | grep -q .`;
}
