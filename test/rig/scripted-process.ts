import {mkdtemp, rm} from 'node:fs/promises';
import {createServer, type Server, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {Mailbox} from './mailbox.ts';
import {type Hello, ScriptedRun} from './scripted-run.ts';

const CHILD = fileURLToPath(new URL('scripted-child.mjs', import.meta.url));

/**
 * A shell command whose every run calls home, so that the test drives the child by hand.
 *
 *     await using web = await ScriptedProcess.create();
 *     … {processes: {web: web.command}} …
 *     const run = await web.nextRun();
 *     await run.print('ready');
 *     await run.exit(1);
 */
export class ScriptedProcess implements AsyncDisposable {
  /** The command without a shell. */
  readonly argv: readonly string[];
  readonly #folder: string;
  readonly #server: Server;
  readonly #connected = new Set<ScriptedRun>();
  readonly #runs = new Mailbox<ScriptedRun>();
  readonly #grandchildren = new Map<string, Mailbox<ScriptedRun>>();

  static async create(): Promise<ScriptedProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'prox-scripted-'));
    const socketPath = join(folder, 's');
    const scripted = new ScriptedProcess(folder, socketPath);
    await new Promise<void>(resolve => scripted.#server.listen(socketPath, resolve));
    return scripted;
  }

  private constructor(folder: string, socketPath: string) {
    this.#folder = folder;
    this.argv = [process.execPath, CHILD, socketPath];
    this.#server = createServer(socket => this.#accept(socket));
  }

  /** For `cmd` of prox.yaml; the shell is replaced, so that the child is the process itself. */
  get command(): string {
    return `exec ${this.argv.map(quote).join(' ')}`;
  }

  /** The next run that begins; each is told once, in order. */
  nextRun(): Promise<ScriptedRun> {
    return this.#runs.next();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>(resolve => this.#server.close(() => resolve()));
    await Promise.all([...this.#connected].map(run => run.destroy()));
    await closed;
    await rm(this.#folder, {recursive: true, force: true});
  }

  #accept(socket: Socket): void {
    const run = new ScriptedRun({
      socket,
      onHello: (greeted, hello) => this.#mailboxOf(hello).put(greeted),
      grandchild: id => this.#grandchildMailbox(id).next(),
    });
    this.#connected.add(run);
    void run.ended.then(() => this.#connected.delete(run));
  }

  #mailboxOf({grandchildId}: Hello): Mailbox<ScriptedRun> {
    return grandchildId === '' ? this.#runs : this.#grandchildMailbox(grandchildId);
  }

  #grandchildMailbox(id: string): Mailbox<ScriptedRun> {
    const mailbox = this.#grandchildren.get(id) ?? new Mailbox<ScriptedRun>();
    this.#grandchildren.set(id, mailbox);
    return mailbox;
  }
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
