interface MediaRange {
  readonly type: string;
  readonly quality: number;
}

/** Whether an Accept header (RFC 9110, 12.5.1) wants JSON more than HTML; without a wish it does not. */
export function prefersJson(accept: string | undefined): boolean {
  const ranges = (accept ?? '').split(',').map(toRange);
  const json = best(ranges, type => type === 'application/json' || type.endsWith('+json'));
  const html = best(ranges, type => type === 'text/html' || type === 'application/xhtml+xml');
  return json > html;
}

function best(ranges: readonly MediaRange[], isWanted: (type: string) => boolean): number {
  return Math.max(0, ...ranges.filter(({type}) => isWanted(type)).map(({quality}) => quality));
}

function toRange(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map(part => part.trim().toLowerCase());
  const quality = parameters.find(parameter => parameter.startsWith('q='));
  return {type, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0};
}
