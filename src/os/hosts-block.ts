import {ProxError} from '../core/errors.ts';

/** The lines of one project in a hosts file. */
export interface HostsBlock {
  /** The folder of the project: two of them never share a block. */
  readonly projectDir: string;
  /** Names that lead to this machine; none: no block. */
  readonly hosts: readonly string[];
}

const BEGIN = '# prox begin ';
const END = '# prox end ';

/** The lines, from marker to marker; empty without hosts. */
export function blockLines({projectDir, hosts}: HostsBlock): readonly string[] {
  if (hosts.length === 0) return [];
  const {begin, end} = markersOf(projectDir);
  return [begin, ...hosts.flatMap(host => [`127.0.0.1 ${host}`, `::1 ${host}`]), end];
}

/**
 * The text of a hosts file with the block of a project replaced, added at the end, or taken out. Every other
 * byte stays as it is: what was added and is taken out again leaves the text that was there before.
 * @throws ProxError HOSTS_FILE when the markers do not pair
 */
export function withBlock(text: string, block: HostsBlock): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = blockLines(block);
  const found = findBlock(text, block.projectDir);
  if (found === undefined) {
    if (lines.length === 0) return text;
    const isClosed = text === '' || text.endsWith('\n');
    // The last line of a file stays without its newline, as it was found.
    return isClosed
      ? text + lines.map(line => line + newline).join('')
      : text + lines.map(line => newline + line).join('');
  }
  const {before, after} = found;
  if (lines.length > 0) return before + lines.join(newline) + after;
  return after === '' ? before.replace(/\r?\n$/, '') : before + after.replace(/^\r?\n/, '');
}

interface Found {
  /** Up to the first marker. */
  readonly before: string;
  /** From the end of the second marker, with the newline of its line. */
  readonly after: string;
}

function findBlock(text: string, projectDir: string): Found | undefined {
  const {begin, end} = markersOf(projectDir);
  const markers = [...text.matchAll(/^# prox (?:begin|end) [^\r\n]*/gm)];
  const own = markers.filter(([line]) => line === begin || line === end);
  if (own.length === 0) return undefined;
  const [first, second] = own;
  const isPair =
    own.length === 2 &&
    first?.[0] === begin &&
    second?.[0] === end &&
    markers.indexOf(second) === markers.indexOf(first) + 1;
  if (!isPair) throw brokenMarkers(text, own[0]?.index ?? 0);
  return {
    before: text.slice(0, first.index),
    after: text.slice(second.index + end.length),
  };
}

function brokenMarkers(text: string, index: number): ProxError {
  const line = text.slice(0, index).split('\n').length;
  return new ProxError('HOSTS_FILE', {
    detail: `the lines "${BEGIN}…" and "${END}…" do not pair, from line ${line} on`,
    hint: 'Put that right by hand: prox only touches what stands between a pair of its markers.',
  });
}

/** In ASCII and without line ends, whatever the folder is called. */
function markersOf(projectDir: string): {readonly begin: string; readonly end: string} {
  const id = encodeURI(projectDir);
  return {begin: BEGIN + id, end: END + id};
}
