import type {SecureContext} from 'node:tls';
import type {CertificateList, CertificateReport} from '../../core/certificate.ts';
import {browserStores} from '../../os/nss-store.ts';
import {systemStore} from '../../os/trust-store.ts';
import type {Authority} from './authority.ts';
import {blaming} from './certificate-error.ts';
import {extraCaFile} from './extra-ca-file.ts';
import {IssuedLeaves} from './issued-leaves.ts';
import type {Leaf} from './leaf.ts';
import {openAuthority, type CertificateOptions} from './open-authority.ts';
import {loadOwnCertificate, ownFiles, type OwnFiles} from './own-certificate.ts';
import {reportOwn} from './report-certificates.ts';

/** Where certificates come from: made on demand, or the user's own. */
interface Supply {
  readonly leafFor: (serverName: string | undefined) => Promise<Leaf>;
  readonly reports: () => Promise<readonly CertificateReport[]>;
  readonly caFile: string | undefined;
}

/** The certificates of the HTTPS listener (docs/guides/https.md). */
export class CertificateStore {
  readonly #supply: Supply;

  private constructor(supply: Supply) {
    this.#supply = supply;
  }

  /** Loads or makes the CA, or loads the user's own. @throws ProxError CERTIFICATE_INVALID */
  static async open(options: CertificateOptions): Promise<CertificateStore> {
    const files = ownFiles(options.config);
    const supply = files === undefined ? supplyIssued(options) : supplyOwn(files, options);
    return new CertificateStore(await supply);
  }

  /** In PEM, for NODE_EXTRA_CA_CERTS of the children; undefined when there is nothing to add. */
  get caFile(): string | undefined {
    return this.#supply.caFile;
  }

  /**
   * For the SNICallback of a listener. Made on first need, at most once at a time, and renewed before it
   * ends; waits for no other name. @throws ProxError CERTIFICATE_INVALID for a name outside the domain
   */
  async contextFor(serverName: string | undefined): Promise<SecureContext> {
    return (await this.#supply.leafFor(serverName)).context;
  }

  /**
   * Key and certificate in PEM, to be `key` and `cert` of a listener: for clients that name no server,
   * as those that speak to an address, Node calls no SNICallback. For the bare domain and loopback.
   */
  async defaultPem(): Promise<string> {
    return (await this.#supply.leafFor(undefined)).pem;
  }

  /** The CA first. */
  async list(): Promise<CertificateList> {
    return {certs: await this.#supply.reports()};
  }
}

async function supplyIssued(options: CertificateOptions): Promise<Supply> {
  const {config, domain, clock, env, warn} = options;
  const authority = await openAuthority(options);
  await warnIfUntrusted(authority, {env, warn});
  const leaves = new IssuedLeaves({authority, domain, certsDir: config.dir, clock});
  return {
    leafFor: async serverName => leaves.leafFor(serverName),
    reports: async () => leaves.reports(),
    caFile: await blaming(config.dir, async () => extraCaFile(authority, {env, dir: config.dir})),
  };
}

async function warnIfUntrusted(
  authority: Authority,
  {env, warn}: Pick<CertificateOptions, 'env' | 'warn'>,
): Promise<void> {
  if ((await systemStore()?.trusts(authority)) !== false) return;
  const who = (await doBrowsersTrust(authority, env)) ? 'curl and the like' : 'browsers';
  warn({
    code: 'CA_UNTRUSTED',
    message: `this system does not trust the CA ${authority.file} yet, ${who} will complain`,
    hint: authority.source === 'mkcert' ? 'mkcert -install' : 'prox certs --trust',
  });
}

/** By stores of their own, as on Linux. */
async function doBrowsersTrust(
  authority: Authority,
  {HOME: home = ''}: NodeJS.ProcessEnv,
): Promise<boolean> {
  const stores = home === '' ? [] : browserStores(home);
  const trust = await Promise.all(stores.map(async store => store.trusts(authority)));
  return trust.length > 0 && trust.every(trusts => trusts === true);
}

async function supplyOwn(files: OwnFiles, options: CertificateOptions): Promise<Supply> {
  const {domain, clock, warn} = options;
  const own = await loadOwnCertificate({...files, domain, warn, now: clock.now()});
  return {
    leafFor: async () => own,
    reports: async () => [reportOwn(own, clock.now())],
    caFile: own.isRooted ? own.file : undefined,
  };
}
