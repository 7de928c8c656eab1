// Never `new URL()` on a Host: it throws on `[` and on `a:99999999`.
const HOST = /^(\[[\da-f:.]+\]|(?!\.)[^\s:/@[\]]+?)\.?(?::\d{0,5})?$/i;

/** Lower case, without the port and the dot at the end; undefined for what is no host. */
export function hostName(host: string): string | undefined {
  return HOST.exec(host)?.[1]?.toLowerCase();
}
