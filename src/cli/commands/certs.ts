import {X509Certificate} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {toWire} from '../../api/wire.ts';
import {ExitCode, ProxError} from '../../core/errors.ts';
import {warningText, type Warning} from '../../core/warning.ts';
import {browserStores} from '../../os/nss-store.ts';
import {systemStore, type TrustStore} from '../../os/trust-store.ts';
import {openAuthority, type CertificateOptions} from '../../proxy/certificates/open-authority.ts';
import {ownFiles} from '../../proxy/certificates/own-certificate.ts';
import {regenerateCertificates} from '../../proxy/certificates/regenerate.ts';
import {takeInventory, type Inventory} from '../../proxy/certificates/report-certificates.ts';
import {projectOf} from '../connect.ts';
import type {Command, Invocation, Outcome} from '../context.ts';
import {loadProject} from '../load-project.ts';
import {renderCerts} from '../../render/certs-table.ts';
import {noteOfBrowsers, removalByHand, trustAuthority} from '../trust-authority.ts';

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
  const warn = (warning: Warning): void => say(warningText(warning));
  return {config: certs ?? defaultCerts(env), domain, clock, env, say, warn};
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
  await output.note(
    'note: a prox that runs serves the old ones until it is restarted: prox down, prox up',
  );
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
  await noteOfBrowsers(browsersOf(invocation.env), output);
  return isTrusted && systemStore() !== undefined ? ExitCode.done : ExitCode.failed;
}

function storesOf({env}: Invocation): readonly TrustStore[] {
  const system = systemStore();
  return [...(system === undefined ? [] : [system]), ...browsersOf(env)];
}

function browsersOf({HOME: home = ''}: NodeJS.ProcessEnv): readonly TrustStore[] {
  return home === '' ? [] : browserStores(home);
}

async function show(
  subject: CertificateOptions,
  {options, output, env}: Invocation,
): Promise<void> {
  const inventory = await takeInventory(subject);
  const {certs} = inventory;
  if (options.isSet('json')) {
    await output.print(JSON.stringify(toWire(inventory)));
  } else if (certs.length === 0) {
    await output.report(
      'No CA yet: `prox up` makes it for proxy.https_port, `prox certs --trust` too.',
    );
  } else {
    const browsers = await trustOfBrowsers(inventory, browsersOf(env));
    await output.print(renderCerts(certs, browsers, output.paint));
  }
}

/** Whether each of them trusts the CA; none for a CA of mkcert, which is there by another name. */
async function trustOfBrowsers(
  {certs: [ca], caFile: file}: Inventory,
  browsers: readonly TrustStore[],
): Promise<readonly (boolean | undefined)[]> {
  if (ca?.source !== 'prox' || file === undefined) return [];
  const certificate = new X509Certificate(await readFile(file));
  return Promise.all(browsers.map(async store => store.trusts({certificate, file})));
}
