import {join} from 'node:path';
import type {Warning} from '../../core/warning.ts';
import {parseAuthority, type Authority} from './authority.ts';
import {validityOf} from './certificate-facts.ts';
import {readFound} from './read-found.ts';

interface MkcertOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Wall time in ms since the epoch. */
  readonly now: number;
  readonly warn: (warning: Warning) => void;
}

/** The CA of mkcert (its README, "The CA"), when there is one that can sign; else says what is wrong. */
export async function findMkcert({env, now, warn}: MkcertOptions): Promise<Authority | undefined> {
  const folder = mkcertFolder(env);
  if (folder === undefined) return undefined;
  const file = join(folder, 'rootCA.pem');
  const certificate = await readFound(file);
  // mkcert itself bears a CA without its key: other machines may share the certificate.
  const key = await readFound(join(folder, 'rootCA-key.pem'));
  if (certificate === undefined || key === undefined) return undefined;
  const authority = parseAuthority(certificate, key);
  if (authority === undefined) {
    warn(leftAside(folder, 'its certificate and key do not fit'));
    return undefined;
  }
  const {from, until} = validityOf(authority.certificate);
  if (from > now || until <= now) {
    warn(leftAside(folder, 'it has expired or is not valid yet'));
    return undefined;
  }
  return {...authority, source: 'mkcert', file};
}

function leftAside(folder: string, reason: string): Warning {
  const message = `the CA of mkcert in ${folder} is left aside: ${reason}`;
  return {code: 'MKCERT_UNUSABLE', message, hint: undefined};
}

function mkcertFolder(env: NodeJS.ProcessEnv): string | undefined {
  const {CAROOT: root = '', HOME: home = '', XDG_DATA_HOME: data = ''} = env;
  if (root !== '') return root;
  if (data !== '') return join(data, 'mkcert');
  if (home === '') return undefined;
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'mkcert');
  return join(home, '.local', 'share', 'mkcert');
}
