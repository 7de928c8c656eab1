import type * as X509 from '@peculiar/x509';

/** What encodes certificates. Loaded on first need, for it takes 85 ms. */
export async function loadX509(): Promise<typeof X509> {
  await import('reflect-metadata'); // the other one looks for it while it loads
  return import('@peculiar/x509');
}
