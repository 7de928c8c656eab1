import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {createServer, type OutgoingHttpHeaders, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Page, Request} from 'playwright-core';

const HTML = new URL('hostile-page.html', import.meta.url);

/** Name of the attempt → what the page has learned by it, or `nothing`. */
export type Learned = Readonly<Record<string, string>>;

/** A web server whose page tries, from a browser, whatever a page can try against an API. */
export class HostilePage implements AsyncDisposable {
  readonly #server: Server;
  readonly html: string;

  static async serve(headers: OutgoingHttpHeaders = {}): Promise<HostilePage> {
    const page = new HostilePage(await readFile(HTML, 'utf8'), headers);
    page.#server.listen(0, '127.0.0.1');
    await once(page.#server, 'listening');
    return page;
  }

  private constructor(html: string, headers: OutgoingHttpHeaders) {
    this.html = html;
    this.#server = createServer((_request, response) => {
      response.writeHead(200, {'content-type': 'text/html', ...headers}).end(html);
    });
  }

  /** Its origin by this name, which must lead to 127.0.0.1. */
  origin(host: string): string {
    return `http://${host}:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }
}

/** Lets the page that a tab shows attack an API; resolves when all its requests have been answered. */
export async function attack(page: Page, api: string): Promise<Learned> {
  const beacon = whenAnswered(page, '/restart');
  const learned: Learned = await page.evaluate(`attack(${JSON.stringify(api)})`);
  await beacon;
  return learned;
}

/** An answer that the page may not see counts too. */
async function whenAnswered(page: Page, path: string): Promise<void> {
  await new Promise<void>(resolve => {
    const settle = (request: Request): void => {
      if (request.url().endsWith(path)) resolve();
    };
    page.on('requestfinished', settle);
    page.on('requestfailed', settle);
  });
}
