declare module '@lydell/node-pty/requireBinary.js' {
  /** @throws when there is no binary for this platform */
  export function requireBinary(file: 'pty.node'): {
    /** `env` are `NAME=value`, a user or group of -1 is that of prox. @throws when there is no terminal left */
    fork(
      file: string,
      args: readonly string[],
      env: readonly string[],
      cwd: string,
      columns: number,
      rows: number,
      uid: number,
      gid: number,
      isUtf8: boolean,
      helperPath: string,
      onExit: (code: number, signal: number) => void,
    ): {readonly fd: number; readonly pid: number; readonly pty: string};
    resize(fd: number, columns: number, rows: number): void;
  };
}
