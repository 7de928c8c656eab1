/** Both inclusive. */
export interface StatusRange {
  readonly min: number;
  readonly max: number;
  /** A bound, that another one may complete: `>=400` and `<500`. */
  readonly isBound: boolean;
}

/** Of `404`, `5xx`, `>=400`, `>400`, `<=400`, `<400`. */
export function parseStatusRange(text: string): StatusRange | undefined {
  const [, comparison = '', first = '', rest = ''] =
    /^([<>]=?)?([1-9])(\d\d|xx)$/i.exec(text) ?? [];
  if (first === '') return undefined;
  const hundreds = Number(first) * 100;
  if (!/\d/.test(rest)) {
    return comparison === '' ? {min: hundreds, max: hundreds + 99, isBound: false} : undefined;
  }
  return range(comparison, hundreds + Number(rest));
}

function range(comparison: string, status: number): StatusRange {
  const step = comparison.endsWith('=') ? 0 : 1;
  if (comparison.startsWith('>')) return {min: status + step, max: Infinity, isBound: true};
  if (comparison.startsWith('<')) return {min: 0, max: status - step, isBound: true};
  return {min: status, max: status, isBound: false};
}
