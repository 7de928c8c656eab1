import type {RequestFilter} from '../../core/request-record.ts';

/** What of an exchange a filter looks at. */
export interface Filterable {
  readonly method: string;
  readonly url: string;
  readonly host: string;
  readonly subdomain: string;
  readonly process: string | undefined;
  readonly statusCode: number | undefined;
  /** Epoch ms. */
  readonly startedAt: number;
}

export type RequestMatcher = (request: Filterable, durationMs: number) => boolean;

/** Whether an exchange matches, as RequestFilter promises. */
export function requestMatcher(filter: RequestFilter): RequestMatcher {
  const {since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY} = filter;
  const {minDurationMs = Number.NEGATIVE_INFINITY} = filter;
  const isOfSubdomain = oneOf(filter.subdomain?.map(lowerCase));
  const isOfMethod = oneOf(filter.method?.map(lowerCase));
  const isOfProcess = oneOf(filter.process);
  const hasStatus = statusMatcher(filter);
  const holdsText = textMatcher(filter.search);
  return (request, durationMs) =>
    request.startedAt >= since &&
    request.startedAt <= until &&
    durationMs >= minDurationMs &&
    hasStatus(request.statusCode) &&
    isOfSubdomain(request.subdomain) &&
    isOfMethod(request.method.toLowerCase()) &&
    isOfProcess(request.process) &&
    holdsText(request);
}

function statusMatcher({
  minStatus,
  maxStatus,
}: RequestFilter): (status: number | undefined) => boolean {
  if (minStatus === undefined && maxStatus === undefined) return () => true;
  const [min, max] = [minStatus ?? 0, maxStatus ?? Number.POSITIVE_INFINITY];
  return status => status !== undefined && status >= min && status <= max;
}

function textMatcher(search: string | undefined): (request: Filterable) => boolean {
  if (search === undefined) return () => true;
  const text = search.toLowerCase();
  return ({host, url}) => `${host}${url}`.toLowerCase().includes(text);
}

function oneOf(values: readonly string[] | undefined): (value: string | undefined) => boolean {
  if (values === undefined) return () => true;
  const set = new Set(values);
  return value => value !== undefined && set.has(value);
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}
