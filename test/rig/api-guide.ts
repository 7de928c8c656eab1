import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {mkdir, symlink} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {Project} from './project.ts';
import {RunningCommand} from './running-command.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const GUIDE = readFileSync(join(ROOT, 'docs/guides/api.md'), 'utf8');

export interface GuideBlock {
  /** The heading that it stands below. */
  readonly task: string;
  readonly language: string;
  /** The name of the file that it is meant for; the blocks of tasks have none. */
  readonly file: string | undefined;
  readonly code: string;
}

/** Every block of code of docs/guides/api.md. */
export const GUIDE_BLOCKS: readonly GuideBlock[] = GUIDE.split(/^## /m).flatMap(section => {
  const task = section.slice(0, section.indexOf('\n'));
  return [...section.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', file, code = '']) => ({task, language, file, code}),
  );
});

const PROGRAMS: Readonly<Record<string, {readonly file: string; readonly command: string}>> = {
  bash: {file: 'main.sh', command: 'exec bash main.sh'},
  js: {file: 'main.mjs', command: 'exec node main.mjs'},
  python: {file: 'main.py', command: 'exec python3 main.py'},
  // `go run` would leave its child behind when it is ended.
  go: {file: 'main.go', command: 'go build -o main prox.go main.go && exec ./main'},
};

/** Those whose tools are here: of Go not everybody has them. */
export const GUIDE_LANGUAGES = Object.keys(PROGRAMS).filter(
  language => language !== 'go' || spawnSync('go', ['version']).status === 0,
);

/** The block of a task, as the guide shows it. */
export function guideBlock(task: string, language: string): string {
  const blocks = GUIDE_BLOCKS.filter(
    block => block.task === task && block.language === language && block.file === undefined,
  );
  const [block] = blocks;
  if (block === undefined || blocks.length > 1) {
    throw new Error(`the guide has ${blocks.length} blocks of ${language} for: ${task}`);
  }
  return block.code;
}

/** A folder to run blocks of the guide in, beside the files that it says to make. */
export class GuideFolder implements AsyncDisposable {
  readonly #project: Project;
  readonly #port: number;
  readonly #commands: RunningCommand[] = [];

  /** @param port of the prox that they speak to */
  static async create(port: number): Promise<GuideFolder> {
    const project = await Project.create();
    await mkdir(join(project.dir, 'node_modules'));
    await symlink(ROOT, join(project.dir, 'node_modules/prox'));
    const folder = new GuideFolder(project, port);
    for (const {file, code} of GUIDE_BLOCKS) {
      if (file !== undefined) await project.write(file, code);
    }
    return folder;
  }

  private constructor(project: Project, port: number) {
    this.#project = project;
    this.#port = port;
  }

  /** @param process takes the place of `web` */
  async run(task: string, language: string, process = 'web'): Promise<RunningCommand> {
    const program = PROGRAMS[language];
    if (program === undefined) throw new Error(`no way to run ${language}`);
    const code = guideBlock(task, language).replaceAll(/\bweb\b/g, process);
    await this.#project.write(program.file, code);
    const command = new RunningCommand({
      argv: ['sh', '-c', program.command],
      cwd: this.#project.dir,
      env: environment(this.#port),
    });
    this.#commands.push(command);
    return command;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const command of this.#commands) command.kill();
    await Promise.all(this.#commands.map(command => command.exit));
    await this.#project[Symbol.asyncDispose]();
  }
}

/** The home of who runs the tests holds the build cache of Go. */
function environment(port: number): Readonly<Record<string, string>> {
  const {PATH = '', HOME = ''} = process.env;
  return {PATH, HOME, PROX_API_URL: `http://127.0.0.1:${port}`};
}
