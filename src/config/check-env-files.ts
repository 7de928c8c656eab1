import {resolve} from 'node:path';
import {declaredNames} from './declared-names.ts';
import {faultOf} from './file-fault.ts';
import {valueAt} from './unchecked-data.ts';
import type {Problem} from './yaml-document.ts';
import type {Path, YamlPlaces} from './yaml-places.ts';

/** Env files that cannot be read. Works on unchecked data, so that one run names all problems. */
export async function checkEnvFiles(
  data: unknown,
  places: YamlPlaces,
  projectDir: string,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const {path, file} of namedFiles(data)) {
    const fault = await faultOf(resolve(projectDir, file));
    if (fault === undefined) continue;
    problems.push({
      offset: places.value(path),
      path: path.map(String).join('.'),
      message: `the env file \`${file}\` ${fault}`,
      hint: 'the path is relative to the folder of prox.yaml',
    });
  }
  return problems;
}

interface NamedFile {
  readonly path: Path;
  readonly file: string;
}

function namedFiles(data: unknown): readonly NamedFile[] {
  const paths = [['env_file'], ...declaredNames(data).map(({path}) => [...path, 'env_file'])];
  return paths.flatMap(path => filesAt(valueAt(path, data), path));
}

function filesAt(value: unknown, path: Path): readonly NamedFile[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => filesAt(item, [...path, index]));
  return typeof value === 'string' && value !== '' ? [{path, file: value}] : [];
}
