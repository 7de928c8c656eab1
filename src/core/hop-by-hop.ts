/**
 * Headers that speak of one connection, in lower case (RFC 9110, 7.6.1), and those that proxies make so:
 * they are never passed on.
 */
export const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);
