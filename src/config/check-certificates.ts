import {resolve} from 'node:path';
import {isProxyEnabled, portsOfProxy} from './check-proxy.ts';
import {faultOf} from './file-fault.ts';
import {atHome} from './home-path.ts';
import {dotted} from './problem-text.ts';
import {valueAt} from './unchecked-data.ts';
import type {Problem} from './yaml-document.ts';
import type {YamlPlaces} from './yaml-places.ts';

/**
 * Files of an own certificate that cannot be read though HTTPS needs them. Works on unchecked data, so
 * that one run names all problems.
 */
export async function checkCertificates(
  data: unknown,
  places: YamlPlaces,
  projectDir: string,
): Promise<readonly Problem[]> {
  if (!isProxyEnabled(data) || portsOfProxy(data).https === false) return [];
  const problems: Problem[] = [];
  for (const key of ['cert_file', 'key_file']) {
    const path = ['certs', key];
    const file = valueAt(path, data);
    if (typeof file !== 'string' || file === '') continue;
    const fault = await faultOf(resolve(projectDir, atHome(file)));
    if (fault === undefined) continue;
    problems.push({
      offset: places.value(path),
      path: dotted(path),
      message: `the ${key === 'cert_file' ? 'certificate' : 'key'} \`${file}\` ${fault}`,
      hint: 'the path is relative to the folder of prox.yaml; without both files prox makes its own',
    });
  }
  return problems;
}
