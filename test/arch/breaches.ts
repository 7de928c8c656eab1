import {
  EMPTY_NAMES,
  FORBIDDEN_ANYWHERE,
  FORBIDDEN_IN_CODE,
  GLOBALS,
  LAYERS,
  MAX_FILE_LINES,
  NODE_MODULES,
  type Ownership,
  PACKAGES,
  type Place,
} from './rules.ts';
import {importsOf, resolveImport, type SourceFile, withoutText} from './source-files.ts';

/** What the imports of a file break, in words. */
export function importBreaches(file: SourceFile): readonly string[] {
  return importsOf(file)
    .map(specifier => importBreach(file, specifier))
    .filter(breach => breach !== undefined)
    .map(breach => `${file.path} ${breach}`);
}

export function globalBreaches(file: SourceFile): readonly string[] {
  const code = withoutText(file.text);
  return GLOBALS.filter(rule => rule.pattern.test(code) && !isWithin(file.path, rule.owners)).map(
    rule => `${file.path} uses ${rule.name}: ${reason(rule)}`,
  );
}

export function formBreaches(file: SourceFile): readonly string[] {
  const lines = file.text.split('\n').length - 1;
  return [
    ...found(FORBIDDEN_IN_CODE, withoutText(file.text)),
    ...found(FORBIDDEN_ANYWHERE, file.text),
    ...(lines > MAX_FILE_LINES ? [`has ${lines} lines`] : []),
    ...(EMPTY_NAMES.test(file.path) ? ['has a name that says nothing'] : []),
  ].map(breach => `${file.path} ${breach}`);
}

function found(rules: typeof FORBIDDEN_ANYWHERE, text: string): readonly string[] {
  return rules.filter(({pattern}) => pattern.test(text)).map(({name}) => `holds ${name}`);
}

function importBreach(file: SourceFile, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return relativeBreach(file, specifier);
  if (specifier.startsWith('node:')) return nodeBreach(file, specifier);
  return ownerBreach(file, specifier, PACKAGES[packageOf(specifier)]);
}

function relativeBreach(file: SourceFile, specifier: string): string | undefined {
  const target = resolveImport(file, specifier);
  const layer = LAYERS[folderOf(file.path)];
  if (target.startsWith('../')) return ownerBreach(file, target, PACKAGES[target]);
  if (!/\.tsx?$/.test(target)) return `imports ${specifier}, which does not end in .ts`;
  if (!layer) return 'is in a folder that is no layer';
  if (isWithin(target, [folderOf(file.path), ...layer.owners])) return undefined;
  return `imports ${target}: ${folderOf(file.path)} is ${layer.why}`;
}

function nodeBreach(file: SourceFile, specifier: string): string | undefined {
  if (folderOf(file.path) === 'core') return `imports ${specifier}: core is pure`;
  const rule = NODE_MODULES[specifier];
  return rule && ownerBreach(file, specifier, rule);
}

function ownerBreach(
  file: SourceFile,
  specifier: string,
  rule: Ownership | undefined,
): string | undefined {
  if (!rule) return `imports ${specifier}, which nobody owns`;
  return isWithin(file.path, rule.owners) ? undefined : `imports ${specifier}: ${reason(rule)}`;
}

function isWithin(path: string, places: readonly Place[]): boolean {
  return places.some(place => path === place || path.startsWith(`${place}/`));
}

function folderOf(path: string): string {
  return path.split('/', 1).join('');
}

/** `@scope/name/file` and `name/file` are of the package `@scope/name` and `name`. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function reason({owners, why}: Ownership): string {
  return owners.length === 0 ? why : `only ${owners.join(', ')} may (${why})`;
}
