import {execFile} from 'node:child_process';
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {type Browser as Chromium, type CDPSession, chromium, type Page} from 'playwright-core';

const execute = promisify(execFile);

export interface BrowserOptions {
  /** Holds all that it keeps, the CAs that it trusts too. */
  readonly home: string;
  /** The file of a CA to trust, PEM. */
  readonly trust?: string;
  /** A name that leads to 127.0.0.1, as a hostile DNS can let it. */
  readonly rebound?: string;
}

/** A real Chromium without a window, with a home of its own: it knows `*.localhost` by itself. */
export class Browser implements AsyncDisposable {
  readonly #chromium: Chromium;

  static async start({home, trust, rebound}: BrowserOptions): Promise<Browser> {
    if (trust !== undefined) await trustCa(home, trust);
    return new Browser(
      await chromium.launch({
        executablePath: await findChromium(),
        args: [
          '--no-sandbox', // which root cannot have, and containers often lack
          ...(rebound === undefined ? [] : reboundArgs(rebound)),
        ],
        env: {PATH: process.env['PATH'] ?? '', HOME: home, LANG: 'C.UTF-8'},
      }),
    );
  }

  private constructor(chromium: Chromium) {
    this.#chromium = chromium;
  }

  async newPage(): Promise<WatchedPage> {
    const page = await this.#chromium.newPage();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Network.enable');
    return new WatchedPage(page, devtools);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#chromium.close();
  }
}

/** A tab of which is known what went wrong in it. */
export class WatchedPage {
  readonly page: Page;
  readonly #problems: string[] = [];
  readonly #handshakes: number[] = [];

  constructor(page: Page, devtools: CDPSession) {
    this.page = page;
    page.on('pageerror', error => this.#problems.push(String(error)));
    page.on('requestfailed', request => {
      const reason = request.failure()?.errorText;
      // So Chromium calls an answer that a reader has taken to its end before the network says so.
      if (reason !== 'net::ERR_ABORTED') this.#problems.push(`${request.url()}: ${reason}`);
    });
    page.on('response', response => {
      if (response.status() >= 400) this.#problems.push(`${response.url()}: ${response.status()}`);
    });
    devtools.on('Network.webSocketHandshakeResponseReceived', ({response}) => {
      this.#handshakes.push(response.status);
    });
  }

  /** The answers to WebSockets that were opened: 101, or 200 for one over HTTP/2 (RFC 8441). */
  get handshakes(): readonly number[] {
    return this.#handshakes;
  }

  /** Errors of scripts, requests that got no answer, and answers of 400 and above. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  /** Resolves when the element with this id shows `text`. */
  async shows(id: string, text: string): Promise<void> {
    try {
      await this.page.locator(`#${id}`, {hasText: text}).waitFor();
    } catch (cause) {
      throw new Error(`never shown; what went wrong: ${this.#problems.join('; ')}`, {cause});
    }
  }

  /** By which protocols the page and its parts were loaded: `http/1.1`, `h2`. */
  async protocols(): Promise<ReadonlySet<string>> {
    const names = await this.page.evaluate(() =>
      performance.getEntries().flatMap(entry => {
        const {nextHopProtocol} = entry.toJSON() as {nextHopProtocol?: string};
        return nextHopProtocol ? [nextHopProtocol] : [];
      }),
    );
    return new Set(names);
  }
}

/** Without Chromium's own check of private addresses, which other browsers do not have. */
function reboundArgs(name: string): readonly string[] {
  return [
    `--host-resolver-rules=MAP ${name} 127.0.0.1`,
    '--disable-features=LocalNetworkAccessChecks',
  ];
}

/** On Linux, Chromium takes the CAs that a user trusts from this database. */
async function trustCa(home: string, caFile: string): Promise<void> {
  const database = join(home, '.pki/nssdb');
  await mkdir(database, {recursive: true});
  await execute('certutil', ['-d', `sql:${database}`, '-N', '--empty-password']);
  const entry = ['-t', 'C,,', '-n', 'prox', '-i', caFile];
  await execute('certutil', ['-d', `sql:${database}`, '-A', ...entry]);
}

async function findChromium(): Promise<string> {
  const {stdout} = await execute('sh', ['-c', 'command -v chromium || command -v google-chrome']);
  return stdout.trim();
}
