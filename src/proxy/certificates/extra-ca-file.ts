import {createHash} from 'node:crypto';
import {join} from 'node:path';
import {writePrivateFile} from '../../os/private-file.ts';
import type {Authority} from './authority.ts';
import {readFound} from './read-found.ts';

/**
 * The value of NODE_EXTRA_CA_CERTS for the children. It takes one file: where the user has set one, as
 * behind a company's proxy, a file in `dir` that holds both.
 */
export async function extraCaFile(
  {certificate, file}: Authority,
  {env, dir}: {readonly env: NodeJS.ProcessEnv; readonly dir: string},
): Promise<string> {
  const theirs = env['NODE_EXTRA_CA_CERTS'];
  if (theirs === undefined || theirs === '' || theirs === file) return file;
  const text = await readFound(theirs);
  if (text === undefined) return file; // Node itself only warns of a file that is not there
  const ours = certificate.toString();
  if (text.includes(ours.trimEnd())) return theirs;
  const both = `${text.trimEnd()}\n${ours}`;
  const hash = createHash('sha256').update(both).digest('hex').slice(0, 8);
  const combined = join(dir, `extra-${hash}.pem`);
  await writePrivateFile(combined, both);
  return combined;
}
