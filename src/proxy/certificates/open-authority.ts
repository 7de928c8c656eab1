import type {CertsConfig} from '../../config/config.ts';
import type {Clock} from '../../core/clock.ts';
import type {Warning} from '../../core/warning.ts';
import {
  authorityPaths,
  keepFirst,
  prepareFolder,
  publish,
  readAuthority,
  removeAuthority,
  type AuthorityPaths,
} from './authority-files.ts';
import type {Authority} from './authority.ts';
import {blaming, unusable} from './certificate-error.ts';
import {validityOf} from './certificate-facts.ts';
import {makeAuthority} from './make-authority.ts';
import {LEAF_VALID_MS} from './make-leaf.ts';
import {findMkcert} from './mkcert.ts';

export interface CertificateOptions {
  readonly config: CertsConfig;
  readonly domain: string;
  readonly clock: Clock;
  /** CAROOT and HOME say where mkcert keeps its CA. */
  readonly env: NodeJS.ProcessEnv;
  /** What the user should know, a line at a time. */
  readonly say: (text: string) => void;
  /** As `say`, of what is to be mended. */
  readonly warn: (warning: Warning) => void;
}

/** The CA that is there, of mkcert or our own; makes none. @throws ProxError CERTIFICATE_INVALID */
export async function findAuthority(options: CertificateOptions): Promise<Authority | undefined> {
  const {config, domain, clock, env, warn} = options;
  const paths = authorityPaths(config.dir, domain);
  return blaming(config.dir, async () => {
    const mkcert = await findMkcert({env, now: clock.now(), warn});
    return mkcert ?? readAuthority(paths);
  });
}

/** The CA that is there, else a new one. @throws ProxError CERTIFICATE_INVALID */
export async function openAuthority(options: CertificateOptions): Promise<Authority> {
  const {config, clock, env, warn} = options;
  return blaming(config.dir, async () => {
    await prepareFolder(config.dir);
    return (await findMkcert({env, now: clock.now(), warn})) ?? openOwn(options);
  });
}

async function openOwn(options: CertificateOptions): Promise<Authority> {
  const {config, domain, clock, say} = options;
  const paths = authorityPaths(config.dir, domain);
  const existing = await readAuthority(paths);
  if (existing !== undefined && !endsSoon(existing, clock.now())) return published(existing);
  if (!config.autoGenerate) throw missing(paths, existing);
  if (existing !== undefined) {
    say(`the CA ${paths.certificate} ends soon or has ended; the new one must be trusted anew`);
    await removeAuthority(paths);
  }
  return createAuthority(paths, options);
}

/** It must outlive every certificate that it signs. */
function endsSoon({certificate}: Authority, now: number): boolean {
  const {from, until} = validityOf(certificate);
  return from > now || until < now + LEAF_VALID_MS;
}

/** A new CA in the folder, unless another prox is faster. */
export async function createAuthority(
  paths: AuthorityPaths,
  {clock, say}: CertificateOptions,
): Promise<Authority> {
  const made = await keepFirst(paths, await makeAuthority(paths.domain, clock.now()));
  const authority = await readAuthority(paths);
  if (authority === undefined) throw unusable(paths.key, 'it vanished', 'Start prox again.');
  if (made === 'we') say(`made a CA for ${paths.domain} and below: ${paths.certificate}`);
  return published(authority);
}

async function published(authority: Authority): Promise<Authority> {
  await publish(authority);
  return authority;
}

function missing({key}: AuthorityPaths, existing: Authority | undefined): Error {
  const problem = existing === undefined ? 'there is no CA' : 'the CA ends soon or has ended';
  return unusable(
    key,
    `${problem}, and certs.auto_generate is off`,
    'Set certs.auto_generate: true, or name a certificate in certs.cert_file and certs.key_file.',
  );
}
