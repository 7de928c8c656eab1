const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i;

/** Whether a bind address is reached from this machine only. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}
