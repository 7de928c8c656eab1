import type {CertificateReport} from '../../core/certificate.ts';
import type {Clock} from '../../core/clock.ts';
import type {Authority} from './authority.ts';
import {unusable} from './certificate-error.ts';
import {depthBelow, nameToServe} from './host-names.ts';
import {LeafFolder} from './leaf-folder.ts';
import {isDueForRenewal, isFor, isSignedBy, parseLeaf, type Leaf} from './leaf.ts';
import {makeLeaf, type LeafNames} from './make-leaf.ts';
import {RecentMap} from './recent-map.ts';
import {reportIssued} from './report-certificates.ts';

/** In memory, 27 KB each. */
const MAX_LEAVES = 500;
/** `web.localhost` and `a.web.localhost`; what is deeper was not named by any service. */
const MAX_KEPT_DEPTH = 2;

interface IssuedLeavesOptions {
  readonly authority: Authority;
  readonly domain: string;
  readonly certsDir: string;
  readonly clock: Clock;
}

/** Certificates made on demand, one per host name, each at most once at a time. */
export class IssuedLeaves {
  readonly #authority: Authority;
  readonly #domain: string;
  readonly #folder: LeafFolder;
  readonly #clock: Clock;
  readonly #leaves = new RecentMap<Promise<Leaf>>(MAX_LEAVES);

  constructor({authority, domain, certsDir, clock}: IssuedLeavesOptions) {
    this.#authority = authority;
    this.#domain = domain;
    this.#folder = new LeafFolder(certsDir);
    this.#clock = clock;
  }

  async leafFor(serverName: string | undefined): Promise<Leaf> {
    const name = nameToServe(serverName, this.#domain);
    const known = this.#leaves.get(name);
    if (known === undefined) return this.#remember(name, this.#obtain(name));
    const leaf = await known;
    const latest = this.#leaves.get(name) ?? known;
    if (latest !== known) return latest; // somebody else has begun to renew it meanwhile
    if (!isDueForRenewal(leaf, this.#clock.now())) return leaf;
    return this.#remember(name, this.#make(name));
  }

  /** Those on disk, then those that are in memory only. */
  async reports(): Promise<readonly CertificateReport[]> {
    const kept = await this.#folder.readAll();
    const held = await Promise.all(this.#leaves.values());
    const isKept = new Set(kept.map(({pem}) => pem));
    const unkept = held.filter(({pem}) => !isKept.has(pem));
    return reportIssued(this.#authority, [...kept, ...unkept], this.#clock.now());
  }

  #remember(name: string, leaf: Promise<Leaf>): Promise<Leaf> {
    this.#leaves.set(name, leaf);
    leaf.catch(() => {
      if (this.#leaves.get(name) === leaf) this.#leaves.delete(name); // the next one tries anew
    });
    return leaf;
  }

  async #obtain(name: string): Promise<Leaf> {
    const kept = this.#isKept(name) ? await this.#folder.read(name) : undefined;
    const isGood =
      kept !== undefined &&
      isFor(kept, this.#namesFor(name)) &&
      isSignedBy(kept, this.#authority) &&
      !isDueForRenewal(kept, this.#clock.now());
    return isGood ? kept : this.#make(name);
  }

  async #make(name: string): Promise<Leaf> {
    const pem = await makeLeaf(this.#namesFor(name), this.#authority, this.#clock.now());
    const file = this.#isKept(name) ? await this.#folder.keep(name, pem) : undefined;
    const leaf = parseLeaf(pem, file);
    if (leaf === undefined)
      throw unusable(name, 'the new certificate cannot be read', 'Try again.');
    return leaf;
  }

  #isKept(name: string): boolean {
    return depthBelow(name, this.#domain) <= MAX_KEPT_DEPTH;
  }

  /** A client that speaks to an address names no server and is shown the one of the domain. */
  #namesFor(name: string): LeafNames {
    return {dns: name, addresses: name === this.#domain ? ['127.0.0.1', '::1'] : []};
  }
}
