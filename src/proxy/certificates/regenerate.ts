import {ProxError} from '../../core/errors.ts';
import {authorityPaths, prepareFolder, readAuthority, removeAuthority} from './authority-files.ts';
import type {Authority} from './authority.ts';
import {blaming} from './certificate-error.ts';
import {LeafFolder} from './leaf-folder.ts';
import {findMkcert} from './mkcert.ts';
import {createAuthority, type CertificateOptions} from './open-authority.ts';
import {ownFiles} from './own-certificate.ts';

/**
 * A new CA, which nobody trusts yet, and no leaves: they are made when asked for. A CA of mkcert stays.
 * Gives the old CA, where it is gone and could be read. @throws ProxError CERTIFICATE_INVALID, USAGE
 */
export async function regenerateCertificates(
  options: CertificateOptions,
): Promise<Authority | undefined> {
  const {config, domain, clock, env, say, warn} = options;
  if (ownFiles(config) !== undefined) {
    const detail = 'certs.cert_file names a certificate of your own, which prox does not touch';
    throw new ProxError('USAGE', {detail, hint: 'Take it out of prox.yaml to use those of prox.'});
  }
  return blaming(config.dir, async () => {
    await prepareFolder(config.dir);
    await new LeafFolder(config.dir).clear();
    const mkcert = await findMkcert({env, now: clock.now(), warn});
    if (mkcert !== undefined) {
      say(`the CA ${mkcert.file} is of mkcert and stays; only the leaves are made anew`);
      return undefined;
    }
    const paths = authorityPaths(config.dir, domain);
    const old = await readOrIgnore(async () => readAuthority(paths));
    await removeAuthority(paths);
    await createAuthority(paths, options);
    say('nobody trusts it yet: prox certs --trust');
    return old;
  });
}

/** What cannot be used is what the user wants to be rid of. */
async function readOrIgnore<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ProxError) return undefined;
    throw error;
  }
}
