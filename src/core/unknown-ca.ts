import type {Prox} from './prox.ts';

/** The file of prox's own CA, unless this system is known to trust it. */
export async function unknownCa(prox: Pick<Prox, 'certs'>): Promise<string | undefined> {
  const {certs} = await prox.certs();
  const own = certs.find(({isCa, source}) => isCa && source === 'prox');
  return own?.trusted === true ? undefined : own?.file;
}
