import {dirname, resolve} from 'node:path';
import {buildConfig} from './build-config.ts';
import {checkCertificates} from './check-certificates.ts';
import {checkCycles} from './check-cycles.ts';
import {checkDependencies} from './check-dependencies.ts';
import {checkEnvFiles} from './check-env-files.ts';
import {checkGroups} from './check-groups.ts';
import {checkNames} from './check-names.ts';
import {checkPorts} from './check-ports.ts';
import {checkProxy} from './check-proxy.ts';
import {checkServices} from './check-services.ts';
import {readConfigFile} from './config-file.ts';
import type {Config} from './config.ts';
import type {Diagnostic} from './diagnostics.ts';
import {toProblems} from './issues.ts';
import {inWords} from './messages.ts';
import {fileSchema} from './schema.ts';
import {isRecord} from './unchecked-data.ts';
import {parseYaml} from './yaml-document.ts';
import type {Problem, YamlDocument} from './yaml-document.ts';
import {YamlPlaces} from './yaml-places.ts';
import {checkStructure} from './yaml-structure.ts';

export type LoadResult =
  | {readonly ok: true; readonly config: Config}
  | {
      readonly ok: false;
      /** At least one, sorted by place. */
      readonly diagnostics: readonly Diagnostic[];
      /** The text they point into; undefined when the file could not be read. */
      readonly source: string | undefined;
    };

/** Reads and checks prox.yaml: the config, or every problem at once. Whatever the file holds, never throws. */
export async function loadConfig(file: string): Promise<LoadResult> {
  const read = await readConfigFile(file);
  if ('refusal' in read) {
    const diagnostics = [{file, line: 1, column: 1, ...read.refusal}];
    return {ok: false, diagnostics, source: undefined};
  }
  return checkConfig(read.source, file);
}

/** The same for a text that is in `file`, or will be. */
export async function checkConfig(source: string, file: string): Promise<LoadResult> {
  const yaml = parseYaml(source);
  const origin = {file: resolve(file), projectDir: dirname(resolve(file)), source};
  const checked = await checkDocument(yaml, origin);
  if ('config' in checked) return {ok: true, config: checked.config};
  const diagnostics = toDiagnostics(checked.problems, yaml, file);
  return {ok: false, diagnostics, source};
}

type Origin = Pick<Config, 'file' | 'projectDir' | 'source'>;
type Checked = {readonly config: Config} | {readonly problems: readonly Problem[]};

async function checkDocument(yaml: YamlDocument, origin: Origin): Promise<Checked> {
  const {root, document} = yaml;
  if (!root || !document) {
    return {problems: yaml.problems.length > 0 ? yaml.problems : [EMPTY]};
  }
  if (document.errors.length > 0) return {problems: yaml.problems};
  const structure = checkStructure(root);
  const ofYaml = [...yaml.problems, ...structure.problems];
  if (!structure.sound) return {problems: ofYaml};
  const places = new YamlPlaces(root, structure.targets);
  // No limit here: `checkStructure` has counted, and says where there are too many.
  const data = withoutExtensions(document.toJS({maxAliasCount: -1}));
  const ofFiles = [
    ...(await checkEnvFiles(data, places, origin.projectDir)),
    ...(await checkCertificates(data, places, origin.projectDir)),
  ];
  const parsed = fileSchema.safeParse(data, {error: inWords});
  const ofValues = parsed.success ? [] : toProblems(parsed.error.issues, data, places);
  const ofRelations = RELATIONS.flatMap(check => check(data, places));
  const problems = [...ofYaml, ...ofFiles, ...ofValues, ...ofRelations];
  if (!parsed.success || problems.length > 0) return {problems};
  return {config: buildConfig({input: parsed.data, places, origin})};
}

/** What stands in several places and must agree. */
const RELATIONS = [
  checkNames,
  checkDependencies,
  checkCycles,
  checkGroups,
  checkProxy,
  checkServices,
  checkPorts,
] as const;

const EMPTY: Problem = {
  offset: 0,
  message: 'the file holds nothing; at least one process or task is needed',
  hint: 'for example `processes: {web: npm run dev}`',
};

/** Top-level keys that begin with `x-` hold anchors. */
function withoutExtensions(data: unknown): unknown {
  if (!isRecord(data)) return data;
  return Object.fromEntries(Object.entries(data).filter(([key]) => !key.startsWith('x-')));
}

/** Sorted by place. What several users of one anchor share is told once. */
function toDiagnostics(
  problems: readonly Problem[],
  {lines}: YamlDocument,
  file: string,
): readonly Diagnostic[] {
  const sorted = problems.toSorted((a, b) => a.offset - b.offset);
  const seen = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const {offset, ...rest} of sorted) {
    const {line, col} = lines.linePos(offset);
    const topic = `${offset} ${rest.path?.split('.').at(-1) ?? rest.message}`;
    if (!seen.has(topic)) diagnostics.push({file, line, column: col, ...rest});
    seen.add(topic);
  }
  return diagnostics;
}
