import {join} from 'node:path';
import {toWire} from '../../api/wire.ts';
import {ExitCode, ProxError} from '../../core/errors.ts';
import {browserStores} from '../../os/nss-store.ts';
import {systemStore, type TrustStore} from '../../os/trust-store.ts';
import {openAuthority, type CertificateOptions} from '../../proxy/certificates/open-authority.ts';
import {ownFiles} from '../../proxy/certificates/own-certificate.ts';
import {regenerateCertificates} from '../../proxy/certificates/regenerate.ts';
import {takeInventory} from '../../proxy/certificates/report-certificates.ts';
import {projectOf} from '../connect.ts';
import type {Command, Invocation, Outcome} from '../context.ts';
import {loadProject} from '../load-project.ts';
import {renderCerts} from '../render/certs-table.ts';
import {removalByHand, trustAuthority} from '../trust-authority.ts';

export const run: Command = async invocation => {
  const {options} = invocation;
  const subject = await subjectOf(invocation);
  if (subject === undefined) return ExitCode.usage;
  if (options.isSet('regenerate')) await regenerate(subject, invocation);
  const outcome = options.isSet('trust') ? await trust(subject, invocation) : ExitCode.done;
  await show(subject, invocation);
  return outcome;
};

/** What the project says of certificates, else the defaults; undefined when its config has problems. */
async function subjectOf(invocation: Invocation): Promise<CertificateOptions | undefined> {
  const {output, env, clock} = invocation;
  const project = await projectOf(invocation);
  const config = project && (await loadProject(project.configFile, output));
  if (project !== undefined && config === undefined) return undefined;
  const {certs, domain} = config?.proxy ?? {certs: undefined, domain: 'localhost'};
  const say = (text: string): void => void output.note(`note: ${text}`);
  return {config: certs ?? defaultCerts(env), domain, clock, env, say};
}

function defaultCerts({HOME: home = ''}: NodeJS.ProcessEnv): CertificateOptions['config'] {
  if (home === '') {
    const detail = 'HOME is not set, so there is no place to keep a CA';
    throw new ProxError('CERTIFICATE_INVALID', {detail, hint: 'Set HOME, or certs.dir.'});
  }
  const dir = join(home, '.prox', 'certs');
  return {dir, autoGenerate: true, certFile: undefined, keyFile: undefined};
}

async function regenerate(subject: CertificateOptions, invocation: Invocation): Promise<void> {
  const {output} = invocation;
  const old = await regenerateCertificates(subject);
  await output.note('note: a running prox uses what it has until it is restarted');
  if (old === undefined) return;
  const removal = await removalByHand(storesOf(invocation), old);
  if (removal !== undefined)
    await output.note(`The old CA is trusted still. Remove it:\n${removal}`);
}

async function trust(subject: CertificateOptions, invocation: Invocation): Promise<Outcome> {
  const {output} = invocation;
  if (ownFiles(subject.config) !== undefined) {
    const detail = 'certs.cert_file names a certificate of your own: trust its CA';
    throw new ProxError('USAGE', {detail});
  }
  const authority = await openAuthority(subject);
  if (authority.source === 'mkcert') {
    await output.complain(
      `The CA ${authority.file} is of mkcert. Let it be trusted: mkcert -install`,
    );
    return ExitCode.failed;
  }
  const stores = storesOf(invocation);
  if (systemStore() === undefined) {
    await output.complain(
      `prox does not know the store of this system; add ${authority.file} to it`,
    );
  }
  const isTrusted = await trustAuthority(stores, authority, output);
  return isTrusted && systemStore() !== undefined ? ExitCode.done : ExitCode.failed;
}

function storesOf({env}: Invocation): readonly TrustStore[] {
  const {HOME: home = ''} = env;
  const system = systemStore();
  return [...(system === undefined ? [] : [system]), ...(home === '' ? [] : browserStores(home))];
}

async function show(subject: CertificateOptions, {options, output}: Invocation): Promise<void> {
  const inventory = await takeInventory(subject);
  const {certs} = inventory;
  if (options.isSet('json')) {
    await output.print(JSON.stringify(toWire(inventory)));
  } else if (certs.length === 0) {
    await output.report(
      'No CA yet: `prox up` makes it for proxy.https_port, `prox certs --trust` too.',
    );
  } else {
    await output.print(renderCerts(certs, output.paint));
  }
}
