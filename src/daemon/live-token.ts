import {lstatSync} from 'node:fs';
import {hasCode, ProxError} from '../core/errors.ts';
import {readToken} from './token-file.ts';

export interface LiveTokenOptions {
  readonly path: string;
  /** Told once, until the file can be used again. */
  readonly onUnusable: (error: ProxError) => void;
}

/** The token file of a prox that runs: what it holds now counts, and when that is no token nothing does. */
export class LiveToken {
  readonly #options: LiveTokenOptions;
  #version: string | undefined;
  #token: string | undefined;
  #trouble: string | undefined;

  constructor(options: LiveTokenOptions) {
    this.#options = options;
  }

  /** Reads the file when it is another than before; undefined while it cannot be used. */
  read(): string | undefined {
    const version = versionOf(this.#options.path);
    if (version !== undefined && version === this.#version) return this.#token;
    this.#token = this.#readAnew();
    // What has failed may go well the next time although the file is the same.
    this.#version = this.#token === undefined ? undefined : version;
    return this.#token;
  }

  #readAnew(): string | undefined {
    const {path} = this.#options;
    try {
      const token = readToken(path);
      if (token === undefined) throw goneError(path);
      this.#trouble = undefined;
      return token;
    } catch (error) {
      if (!(error instanceof ProxError)) throw error;
      if (error.message !== this.#trouble) this.#options.onUnusable(error);
      this.#trouble = error.message;
      return undefined;
    }
  }
}

/** Differs when the file, its text, its owner or its mode has changed: `ctime` moves with each of them. */
function versionOf(path: string): string | undefined {
  try {
    const {ino, ctimeNs, size} = lstatSync(path, {bigint: true});
    return `${ino} ${ctimeNs} ${size}`;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP')) return undefined; // reading it tells
    throw error;
  }
}

function goneError(path: string): ProxError {
  return new ProxError('TOKEN_INVALID', {
    detail: `${path}: it is gone`,
    hint: 'Make a new one: prox token',
  });
}
