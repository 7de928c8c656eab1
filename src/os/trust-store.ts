import {execFile} from 'node:child_process';
import type {X509Certificate} from 'node:crypto';
import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {hasCode} from '../core/errors.ts';

/** The certificate of a CA, and where it lies in PEM. */
export interface CaCertificate {
  readonly certificate: X509Certificate;
  readonly file: string;
}

/** A program and its arguments; no shell reads them. */
export type CommandLine = readonly [program: string, ...args: readonly string[]];

/** A set of CAs that programs of this machine trust. */
export interface TrustStore {
  /** For people. */
  readonly name: string;
  /** Undefined where that cannot be told. */
  readonly trusts: (ca: CaCertificate) => Promise<boolean | undefined>;
  /** What puts the CA there. */
  readonly adding: (ca: CaCertificate) => readonly CommandLine[];
  /** What takes it away. */
  readonly removing: (ca: CaCertificate) => readonly CommandLine[];
  /** Only root may change it. */
  readonly isOfRoot: boolean;
}

/** The one of this system; undefined when prox does not know its kind. */
export function systemStore(): TrustStore | undefined {
  if (process.platform === 'darwin') return keychain();
  const anchors = ANCHORS.find(({folder}) => existsSync(folder));
  return anchors && anchorStore(anchors);
}

/** How a Linux takes in a CA: files in a folder, made into one bundle by a command. */
export interface Anchors {
  readonly folder: string;
  readonly update: CommandLine;
  /** In place of `update` after a CA was taken away, where that one leaves traces of it. */
  readonly updateAfterRemoval?: CommandLine;
  /** What programs read: all certificates, in PEM. */
  readonly bundle: string;
  /** Where ca-certificates-java copies them to, if it is installed. */
  readonly javaKeystore?: string;
}

const ANCHORS: readonly Anchors[] = [
  {
    // Fedora, RHEL
    folder: '/etc/pki/ca-trust/source/anchors',
    update: ['update-ca-trust', 'extract'],
    bundle: '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  },
  {
    // Debian, Ubuntu, Alpine
    folder: '/usr/local/share/ca-certificates',
    update: ['update-ca-certificates'],
    // Else /etc/ssl/certs keeps links that lead nowhere.
    updateAfterRemoval: ['update-ca-certificates', '--fresh'],
    bundle: '/etc/ssl/certs/ca-certificates.crt',
    javaKeystore: '/etc/ssl/certs/java/cacerts',
  },
  {
    // Arch
    folder: '/etc/ca-certificates/trust-source/anchors',
    update: ['trust', 'extract-compat'],
    bundle: '/etc/ssl/certs/ca-certificates.crt',
  },
];

export function anchorStore(anchors: Anchors): TrustStore {
  const {folder, update, bundle, updateAfterRemoval = update} = anchors;
  return {
    name: 'the system',
    trusts: async ({certificate}) => bundleHolds(bundle, certificate),
    adding: ca => [
      ['install', '-m', '644', ca.file, join(folder, `${anchorName(ca)}.crt`)],
      update,
    ],
    removing: ca => [
      ['rm', '-f', join(folder, `${anchorName(ca)}.crt`)],
      updateAfterRemoval,
      ...removingFromJava(ca, anchors),
    ],
    isOfRoot: true,
  };
}

function anchorName({certificate}: CaCertificate): string {
  return `prox-${hexOf(certificate.fingerprint256).slice(0, 8)}`;
}

/** The hook of ca-certificates-java, which has copied the CA, does not take it out again. */
function removingFromJava(ca: CaCertificate, {javaKeystore}: Anchors): readonly CommandLine[] {
  if (javaKeystore === undefined || !existsSync(javaKeystore)) return [];
  const entry = ['-alias', `debian:${anchorName(ca)}.pem`] as const;
  const store = ['-keystore', javaKeystore, '-storepass', 'changeit'] as const;
  return [['keytool', '-delete', ...entry, ...store]];
}

function hexOf(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toLowerCase();
}

/** The file alone proves nothing: only what the command has put into the bundle is trusted. */
async function bundleHolds(
  bundle: string,
  certificate: X509Certificate,
): Promise<boolean | undefined> {
  try {
    return isAmong(certificate, await readFile(bundle, 'utf8'));
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'EACCES')) return undefined;
    throw error;
  }
}

/** Whether the text holds the certificate in PEM, whatever the length of the lines. */
export function isAmong({raw}: X509Certificate, text: string): boolean {
  return text.replaceAll(/\s/g, '').includes(raw.toString('base64'));
}

const KEYCHAIN = '/Library/Keychains/System.keychain';

/** macOS, security(1). */
function keychain(): TrustStore {
  return {
    name: 'the system keychain',
    trusts: async ({file}) => succeeds(['security', 'verify-cert', '-q', '-L', '-l', '-c', file]),
    adding: ({file}) => [
      ['security', 'add-trusted-cert', '-d', '-r', 'trustRoot', '-k', KEYCHAIN, file],
    ],
    // -t: with the settings of trust.
    removing: ({certificate}) => [
      ['security', 'delete-certificate', '-t', '-Z', hexOf(certificate.fingerprint), KEYCHAIN],
    ],
    isOfRoot: true,
  };
}

/** Whether the command ends with 0; undefined when there is no such program. */
export async function succeeds(command: CommandLine): Promise<boolean | undefined> {
  try {
    await run(command);
    return true;
  } catch (error) {
    return hasCode(error, 'ENOENT', 'EACCES') ? undefined : false;
  }
}

/** What the program has printed; a failure rejects with what it has complained of. */
export async function run([program, ...args]: CommandLine): Promise<string> {
  // The tools of an administrator are not on the path of everybody.
  const path = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;
  const env = {...process.env, PATH: path, LC_ALL: 'C'};
  const {stdout} = await promisify(execFile)(program, args, {env});
  return stdout;
}
