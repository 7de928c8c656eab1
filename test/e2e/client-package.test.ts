import {execFile} from 'node:child_process';
import {mkdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {expect, test} from 'vitest';
import {freePort} from '../rig/free-port.ts';
import {Project} from '../rig/project.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CONSUMER = await readFile(join(ROOT, 'test/fixtures/client-consumer.ts'), 'utf8');
const run = promisify(execFile);

/** A project that has prox as a dependency: what `npm pack` makes, without the packages that prox needs. */
async function installPacked(): Promise<Project> {
  const project = await Project.create();
  const packing = ['pack', '--ignore-scripts', '--json', '--pack-destination', project.dir];
  const {stdout} = await run('npm', packing, {cwd: ROOT});
  const [{filename}] = JSON.parse(stdout) as [{filename: string}];
  const folder = join(project.dir, 'node_modules/prox');
  await mkdir(folder, {recursive: true});
  await run('tar', ['xf', join(project.dir, filename), '-C', folder, '--strip-components=1']);
  return project;
}

const BROWSER = {lib: ['es2023', 'dom', 'dom.iterable'], types: []};
const NODE = {lib: ['es2023'], types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')]};

test('the packed client has types, for bundlers and for Node', async () => {
  await using project = await installPacked();
  await project.write('package.json', '{"type": "module"}');
  await project.write('consumer.ts', CONSUMER.replace('../../src/client/client.ts', 'prox/client'));
  for (const options of [
    {module: 'nodenext', moduleResolution: 'nodenext', ...BROWSER},
    {module: 'esnext', moduleResolution: 'bundler', ...BROWSER},
    {module: 'nodenext', moduleResolution: 'nodenext', ...NODE},
  ]) {
    const compilerOptions = {...options, strict: true, noEmit: true, target: 'es2022'};
    await project.write('tsconfig.json', JSON.stringify({compilerOptions, files: ['consumer.ts']}));
    const tsc = join(ROOT, 'node_modules/.bin/tsc');
    const failure = await run(tsc, ['-p', '.'], {cwd: project.dir}).catch(
      (error: unknown) => error as {readonly stdout: string},
    );
    expect(failure.stdout).toBe('');
  }
});

test('the packed client needs no package, nothing of Node, and not the rest of prox', async () => {
  await using project = await installPacked();
  const bundle = await readFile(join(project.dir, 'node_modules/prox/dist/client.js'), 'utf8');
  expect(bundle).not.toMatch(/^\s*(?:import|export)\b.*\bfrom\b/m);
  expect(bundle).not.toMatch(/\bimport\(|\brequire\(|["']node:|\bBuffer\b|\bzod\b/);
  // A record of a process may be called so; the one of Node is not touched by its name.
  expect(bundle).not.toMatch(
    /\bprocess\.(?:env|on|once|pid|platform|cwd|nextTick|std|versions?)\b/,
  );
  const program = `import {createClient} from 'prox/client';
    const prox = createClient({url: 'http://127.0.0.1:${await freePort()}'});
    await prox.status().catch(({code}) => console.log(code));`;
  await project.write('main.mjs', program);
  const {stdout} = await run(process.execPath, ['main.mjs'], {cwd: project.dir});
  expect(stdout).toBe('UNREACHABLE\n');
});
