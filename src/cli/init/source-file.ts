import {join} from 'node:path';
import {readConfigFile} from '../../config/config-file.ts';
import {parseYaml} from '../../config/yaml-document.ts';
import {checkStructure} from '../../config/yaml-structure.ts';
import {ProxError} from '../../core/errors.ts';
import {harmless} from '../../core/sanitize.ts';

/** A file of another tool. */
export interface SourceFile {
  /** Seen from the folder of prox.yaml. */
  readonly path: string;
  readonly text: string;
}

/** @throws ProxError INIT_FAILED */
export async function readSource(dir: string, path: string): Promise<SourceFile> {
  const read = await readConfigFile(join(dir, path));
  if (!('refusal' in read)) return {path, text: read.source};
  const {message, hint} = read.refusal;
  throw new ProxError('INIT_FAILED', {
    detail: harmless(`${path}: ${message}`),
    ...(hint !== undefined && {hint: `Next step: ${hint}.`}),
  });
}

/** @throws ProxError INIT_FAILED */
export function parseJson({path, text}: SourceFile): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw unreadable(path, `not valid JSON: ${error.message}`);
  }
}

/** Undefined for an empty file. @throws ProxError INIT_FAILED, with the line */
export function parseYamlFile({path, text}: SourceFile): unknown {
  const {root, document, lines, problems} = parseYaml(text);
  const structure = root === undefined ? undefined : checkStructure(root);
  const [first] = [...problems, ...(structure?.problems ?? [])];
  if (first !== undefined) {
    throw unreadable(`${path}:${lines.linePos(first.offset).line}`, first.message);
  }
  // The structure has been counted: there is no bomb of aliases.
  return document?.toJS({maxAliasCount: -1});
}

function unreadable(place: string, reason: string): ProxError {
  return new ProxError('INIT_FAILED', {
    detail: harmless(`${place}: ${reason}`),
    hint: 'Mend the file, or write prox.yaml by hand.',
  });
}
