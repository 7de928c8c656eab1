/** A handshake of RFC 6455 for `app.localhost`; `lines` are further headers, each with its CRLF. */
export function handshake(lines = ''): string {
  return (
    'GET /socket?x=1 HTTP/1.1\r\nHost: app.localhost\r\nConnection: Upgrade\r\n' +
    'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
    `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${lines}\r\n`
  );
}

/** What accepts it, key and all. */
export const SWITCHING =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n';
