import type {Socket} from 'node:net';
import {createInterface} from 'node:readline';
import {Mailbox} from './mailbox.ts';

export interface RunReport {
  readonly pid: number;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
  readonly signalsSeen: readonly string[];
}

export interface GrandchildOptions {
  /** In a session of its own, so that a signal to the group misses it. */
  readonly detached?: boolean;
  readonly ignoresSigterm?: boolean;
  /** Keeps the stdout and stderr of its parent open. */
  readonly holdsStdout?: boolean;
}

export interface Hello {
  readonly pid: number;
  readonly grandchildId: string;
}

export interface RunOptions {
  readonly socket: Socket;
  onHello(run: ScriptedRun, hello: Hello): void;
  /** Resolves with the run of the grandchild of this id. */
  grandchild(id: string): Promise<ScriptedRun>;
}

/** One life of a scripted child. A method's promise means that the child has done it. */
export class ScriptedRun {
  /** Resolves when the child is dead: its socket is closed. */
  readonly ended: Promise<void>;
  readonly #options: RunOptions;
  readonly #signals = new Mailbox<string>();
  readonly #pending = new Map<number, Pending>();
  #commandCount = 0;
  #pid = 0;
  #isEnded = false;

  constructor(options: RunOptions) {
    this.#options = options;
    const {socket} = options;
    socket.on('error', () => {}); // a child that is killed resets its socket: `close` says the same
    createInterface({input: socket}).on('line', line => this.#receive(JSON.parse(line)));
    this.ended = new Promise(resolve => {
      socket.on('close', () => {
        this.#finish();
        resolve();
      });
    });
  }

  get pid(): number {
    return this.#pid;
  }

  async print(line: string): Promise<void> {
    await this.write(`${line}\n`);
  }

  async printError(line: string): Promise<void> {
    await this.#write('stderr', Buffer.from(`${line}\n`));
  }

  /** Raw bytes or text to stdout, as they are: no line end is added. */
  async write(data: string | Uint8Array): Promise<void> {
    await this.#write('stdout', typeof data === 'string' ? Buffer.from(data) : data);
  }

  async ignoreSignals(...signals: readonly NodeJS.Signals[]): Promise<void> {
    await this.#command('ignoreSignals', {signals: signals.length > 0 ? signals : ['SIGTERM']});
  }

  async report(): Promise<RunReport> {
    return (await this.#command('report')) as RunReport;
  }

  /** The next signal that arrives; each is told once. SIGCONT and SIGKILL are never seen. */
  nextSignal(): Promise<string> {
    return this.#signals.next();
  }

  /** Serves HTTP on 127.0.0.1 (0: any free port) and gives the port; every answer is 200 at first. */
  async listen(port = 0): Promise<number> {
    return (await this.#command('listen', {port})) as number;
  }

  async answerWith(status: number): Promise<void> {
    await this.#command('answerWith', {status});
  }

  async spawnGrandchild(options: GrandchildOptions = {}): Promise<ScriptedRun> {
    const id = `${this.#pid}-${this.#commandCount}`;
    const grandchild = this.#options.grandchild(id);
    await this.#command('spawnGrandchild', {id, ...options});
    return grandchild;
  }

  /** Uses so much processor time. */
  async burn(cpuMs: number): Promise<void> {
    await this.#command('burn', {cpuMs});
  }

  async exit(code = 0): Promise<void> {
    this.#send('exit', {code});
    await this.ended;
  }

  /** Dies by the signal. */
  async crash(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.#send('crash', {signal});
    await this.ended;
  }

  /** For the end of a test: nothing survives it, not even a stopped child. */
  async destroy(): Promise<void> {
    // The socket is open, so the pid is still that of our child.
    if (!this.#isEnded && this.#pid > 0) process.kill(this.#pid, 'SIGKILL');
    this.#options.socket.destroy();
    await this.ended;
  }

  async #write(stream: 'stdout' | 'stderr', bytes: Uint8Array): Promise<void> {
    await this.#command('write', {stream, base64: Buffer.from(bytes).toString('base64')});
  }

  async #command(command: string, input: object = {}): Promise<unknown> {
    if (this.#isEnded) throw new Error(`the child has ended, it cannot ${command}`);
    const id = this.#send(command, input);
    return new Promise((resolve, reject) => this.#pending.set(id, {command, resolve, reject}));
  }

  #send(command: string, input: object): number {
    this.#commandCount += 1;
    const id = this.#commandCount;
    this.#options.socket.write(`${JSON.stringify({id, command, input})}\n`);
    return id;
  }

  #receive(message: Message): void {
    if (message.hello) {
      this.#pid = message.hello.pid;
      this.#options.onHello(this, message.hello);
    } else if (message.signal !== undefined) this.#signals.put(message.signal);
    else if (message.id !== undefined) this.#settle(message.id, message);
  }

  #settle(id: number, {result, error}: Message): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (error === undefined) pending?.resolve(result);
    else pending?.reject(new Error(`${pending.command}: ${error}`));
  }

  #finish(): void {
    this.#isEnded = true;
    this.#signals.close(new Error('the child has ended, no signal will come'));
    for (const pending of this.#pending.values()) {
      pending.reject(new Error(`the child ended before it had done ${pending.command}`));
    }
  }
}

interface Pending {
  readonly command: string;
  resolve(result: unknown): void;
  reject(reason: Error): void;
}

interface Message {
  readonly hello?: Hello;
  readonly signal?: string;
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: string;
}
