import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import type {X509Certificate} from 'node:crypto';
import {isAmong, run, succeeds, type TrustStore} from './trust-store.ts';

/** Folders of NSS below the home folder, and folders of Firefox that hold one per profile. */
const CHROMIUM = ['.pki/nssdb', 'snap/chromium/current/.pki/nssdb'];
const FIREFOX = ['.mozilla/firefox', 'snap/firefox/common/.mozilla/firefox'];
const DATABASE = 'cert9.db';

/** On Linux browsers ask no store of the system: the databases that they keep below `home`. */
export function browserStores(home: string): readonly TrustStore[] {
  const chromium = CHROMIUM.map(folder => join(home, folder));
  const profiles = FIREFOX.map(folder => join(home, folder)).flatMap(foldersIn);
  return [
    ...chromium.filter(hasDatabase).map(folder => nssStore('Chromium', folder)),
    ...profiles.filter(hasDatabase).map(folder => nssStore('Firefox', folder)),
  ];
}

function hasDatabase(folder: string): boolean {
  return existsSync(join(folder, DATABASE));
}

function foldersIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map(name => join(folder, name));
}

/** certutil of NSS (libnss3-tools). */
function nssStore(browser: string, folder: string): TrustStore {
  const database = ['-d', `sql:${folder}`] as const;
  return {
    name: `${browser} (${folder})`,
    trusts: async ({certificate}) => {
      const name = ['-n', nickname(certificate)] as const;
      const isTrusted = await succeeds(['certutil', '-V', ...database, '-u', 'L', ...name]);
      if (isTrusted !== true) return isTrusted;
      return isAmong(certificate, await run(['certutil', '-L', ...database, ...name, '-a']));
    },
    adding: ({certificate, file}) => [
      ['certutil', '-A', ...database, '-t', 'C,,', '-n', nickname(certificate), '-i', file],
    ],
    removing: ({certificate}) => [['certutil', '-D', ...database, '-n', nickname(certificate)]],
    isOfRoot: false,
  };
}

/** Its common name, which no other CA of prox has. */
function nickname({subject}: X509Certificate): string {
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? 'prox local CA';
}
