/** Development servers listen on 127.0.0.1, on ::1 or on both; this name means each of them. */
const HOST = 'localhost';

/** Of `:3000/health` or an http(s) URL; undefined when it is neither. */
export function parseHttpAddress(text: string): {readonly url: string} | undefined {
  const written = /^:\d/.test(text) ? `http://${HOST}${text}` : text;
  if (!/^https?:\/\/[^/]/i.test(written) || !URL.canParse(written)) return undefined;
  const {href, port} = new URL(written);
  return port === '0' ? undefined : {url: href};
}

const TCP_ADDRESS = /^(?:(?<host>\[[\da-fA-F:.]+\]|[\w.-]+)?:)?(?<port>\d{1,5})$/;

/** Of `5432`, `:5432`, `db.local:5432` or `[::1]:5432`; undefined when it is none of these. */
export function parseTcpAddress(
  text: string,
): {readonly host: string; readonly port: number} | undefined {
  const groups = TCP_ADDRESS.exec(text)?.groups;
  const port = Number(groups?.['port']);
  if (!(port >= 1 && port <= 65_535)) return undefined;
  return {host: groups?.['host']?.replaceAll(/[[\]]/g, '') ?? HOST, port};
}
