import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import type {CertsConfig} from '../../../../src/config/config.ts';
import type {Clock} from '../../../../src/core/clock.ts';
import {warningText} from '../../../../src/core/warning.ts';
import type {CertificateOptions} from '../../../../src/proxy/certificates/open-authority.ts';
import {FakeClock} from '../../../rig/fake-clock.ts';
import {tempDir} from '../../daemon/temp-dir.ts';

interface RigOptions extends Partial<CertsConfig> {
  readonly domain?: string;
  readonly clock?: Clock;
  readonly env?: NodeJS.ProcessEnv;
}

export interface CertificateRig extends CertificateOptions {
  readonly said: readonly string[];
}

/** Options of a store in an empty folder, with a home folder that has no mkcert, at the time of now. */
export function certificateRig(options: RigOptions = {}): CertificateRig {
  const {domain = 'localhost', clock = clockOfNow(), env = {}, ...config} = options;
  const home = tempDir();
  const said: string[] = [];
  return {
    config: {
      dir: join(home, 'certs'),
      autoGenerate: true,
      certFile: undefined,
      keyFile: undefined,
      ...config,
    },
    domain,
    clock,
    env: {HOME: home, ...env},
    say: text => void said.push(text),
    warn: warning => void said.push(warningText(warning)),
    said,
  };
}

/** At a whole second, as certificates know no finer time. */
export function clockOfNow(laterMs = 0): FakeClock {
  return new FakeClock(Math.floor((Date.now() + laterMs) / 1000) * 1000);
}

interface SelfSigned {
  readonly folder: string;
  /** As openssl writes them, `DNS:a.test`. */
  readonly names?: readonly string[];
  readonly days?: number;
  readonly isCa?: boolean;
  readonly algorithm?: readonly string[];
  readonly subject?: string;
}

/** A certificate that prox has not made, by openssl. */
export function selfSigned(options: SelfSigned): {certFile: string; keyFile: string} {
  const {folder, names = [], days = 30, isCa = false, subject = '/CN=a stranger'} = options;
  const {algorithm = ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256']} = options;
  const [certFile, keyFile] = [join(folder, 'rootCA.pem'), join(folder, 'rootCA-key.pem')];
  const extensions = names.length === 0 ? [] : ['-addext', `subjectAltName=${names.join(',')}`];
  const [newkey = '', ...rest] = algorithm;
  const constraints = `basicConstraints=critical,CA:${isCa ? 'TRUE,pathlen:0' : 'FALSE'}`;
  openssl(
    'req',
    '-x509',
    '-newkey',
    newkey,
    ...rest,
    '-nodes',
    '-utf8',
    '-subj',
    subject,
    '-days',
    String(days),
    '-addext',
    constraints,
    ...extensions,
    '-keyout',
    keyFile,
    '-out',
    certFile,
  );
  return {certFile, keyFile};
}

/** What openssl prints. @throws when it fails, with what it complains of */
export function openssl(...args: readonly string[]): string {
  return execFileSync('openssl', args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});
}
