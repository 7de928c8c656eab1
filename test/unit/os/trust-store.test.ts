import {execFileSync} from 'node:child_process';
import {X509Certificate} from 'node:crypto';
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {shellText} from '../../../src/core/shell-text.ts';
import {browserStores} from '../../../src/os/nss-store.ts';
import {
  anchorStore,
  run,
  type CaCertificate,
  type TrustStore,
} from '../../../src/os/trust-store.ts';
import {tempDir} from '../daemon/temp-dir.ts';
import {selfSigned} from '../proxy/certificates/certificate-rig.ts';

function ca(): CaCertificate {
  const {certFile: file} = selfSigned({folder: tempDir(), isCa: true, subject: "/CN=it's 1a2b"});
  return {file, certificate: new X509Certificate(readFileSync(file))};
}

/** Works as the one of Debian does: what lies in the folder is joined into the bundle. */
function store(): TrustStore {
  const folder = tempDir();
  const bundle = join(folder, 'bundle');
  const script = 'cat "$1"/*.crt > "$2" 2>/dev/null || :> "$2"';
  writeFileSync(bundle, readFileSync(ca().file));
  return anchorStore({folder, bundle, update: ['sh', '-c', script, 'update', folder, bundle]});
}

test('a CA is trusted once it is in the bundle, and no longer than that', async () => {
  const [system, authority] = [store(), ca()];
  expect(await system.trusts(authority)).toBe(false);
  for (const command of system.adding(authority)) await run(command);
  expect(await system.trusts(authority)).toBe(true);
  for (const command of system.removing(authority)) await run(command);
  expect(await system.trusts(authority)).toBe(false);
});

test('a file in the folder that has not reached the bundle is not trusted', async () => {
  const [system, authority] = [store(), ca()];
  const [install] = system.adding(authority);
  if (install !== undefined) await run(install);
  expect(await system.trusts(authority)).toBe(false);
});

test('what Java has copied is taken away too, and no dead links stay', () => {
  const [folder, authority] = [tempDir(), ca()];
  const javaKeystore = join(folder, 'cacerts');
  const system = anchorStore({
    folder,
    bundle: join(folder, 'bundle'),
    update: ['update'],
    updateAfterRemoval: ['update', '--fresh'],
    javaKeystore,
  });
  const name = `prox-${authority.certificate.fingerprint256.replaceAll(':', '').slice(0, 8).toLowerCase()}`;
  const removal = [
    ['rm', '-f', join(folder, `${name}.crt`)],
    ['update', '--fresh'],
  ];
  expect(system.removing(authority)).toEqual(removal);
  writeFileSync(javaKeystore, '');
  const ofJava = `keytool -delete -alias debian:${name}.pem -keystore ${javaKeystore} -storepass changeit`;
  expect(system.removing(authority)).toEqual([...removal, ofJava.split(' ')]);
});

test('without a bundle nobody can tell', async () => {
  const system = anchorStore({folder: '/nowhere', bundle: '/nowhere/bundle', update: ['true']});
  expect(await system.trusts(ca())).toBeUndefined();
});

test('the databases of Chromium and Firefox take the CA and give it back', async () => {
  const home = tempDir();
  const folders = ['.pki/nssdb', '.mozilla/firefox/x.default'].map(name => join(home, name));
  for (const folder of folders) {
    mkdirSync(folder, {recursive: true});
    execFileSync('certutil', ['-N', '--empty-password', '-d', `sql:${folder}`]);
  }
  const [browsers, authority] = [browserStores(home), ca()];
  expect(browsers.map(({name}) => name.split(' ')[0])).toEqual(['Chromium', 'Firefox']);
  for (const browser of browsers) {
    expect(await browser.trusts(authority)).toBe(false);
    for (const command of browser.adding(authority)) await run(command);
    expect(await browser.trusts(authority)).toBe(true);
    expect(await browser.trusts(ca())).toBe(false); // another of that name
    for (const command of browser.removing(authority)) await run(command);
    expect(await browser.trusts(authority)).toBe(false);
  }
});

test('a home folder without browsers has no stores', () => {
  const home = tempDir();
  expect(browserStores(home)).toEqual([]);
  expect(existsSync(join(home, '.pki'))).toBe(false);
});

test('what one is to type survives a shell', () => {
  const words = ['printf', '%s|', "it's", 'a b', '$HOME', '/plain/path'] as const;
  const typed = execFileSync('sh', ['-c', shellText(words)], {encoding: 'utf8'});
  expect(typed).toBe("it's|a b|$HOME|/plain/path|");
});
