import {prefersJson} from './accept.ts';
import {explain} from './explain.ts';
import {indexToHtml} from './index-page.ts';
import {indexToJson, troubleToJson} from './json.ts';
import type {Problem} from './problem.ts';
import {STYLE_HASH} from './style.ts';
import {troubleToHtml} from './trouble-page.ts';

export type {Problem} from './problem.ts';

/** What of the request decides how the answer looks. */
export interface PageRequest {
  readonly accept: string | undefined;
  /** A browser shows the answer as a page. */
  readonly isNavigation: boolean;
}

export interface Page {
  readonly status: number;
  /** All that the answer needs but for its length. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer of the proxy itself: JSON for those who prefer it to HTML, else a page without scripts. */
export function renderPage(problem: Problem, {accept, isNavigation}: PageRequest): Page {
  const isJson = prefersJson(accept);
  const headers = isJson ? JSON_HEADERS : HTML_HEADERS;
  if (problem.type === 'index') {
    return {status: 200, headers, body: isJson ? indexToJson(problem) : indexToHtml(problem)};
  }
  const explanation = explain(problem);
  const {status, code} = explanation;
  const retry = 'retryAfterSeconds' in problem ? problem.retryAfterSeconds : undefined;
  return {
    status,
    headers: {
      ...headers,
      'x-prox-error': code,
      ...(retry !== undefined && {'retry-after': String(retry)}),
    },
    body: isJson
      ? troubleToJson(problem, explanation)
      : troubleToHtml(problem, {explanation, isNavigation}),
  };
}

const COMMON_HEADERS = {'cache-control': 'no-store', 'x-content-type-options': 'nosniff'} as const;
const JSON_HEADERS = {...COMMON_HEADERS, 'content-type': 'application/json; charset=utf-8'};
const HTML_HEADERS = {
  ...COMMON_HEADERS,
  'content-type': 'text/html; charset=utf-8',
  // May be framed: tools for developers do.
  'content-security-policy': `default-src 'none'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'none'`,
};
