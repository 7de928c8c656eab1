declare module 'http-proxy/lib/http-proxy/common.js' {
  const common: {
    setupOutgoing: (ssl: unknown, options: never, request: unknown) => unknown;
  };
  export default common;
}
