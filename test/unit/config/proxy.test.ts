import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {homedir, tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {Config, ProxyConfig, ServiceConfig} from '../../../src/config/config.ts';
import {formatDiagnostics} from '../../../src/config/diagnostics.ts';
import {loadConfig} from '../../../src/config/load.ts';

const EVERY_KEY = join(import.meta.dirname, '../../fixtures/config/good/every-key.yaml');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prox-proxy-'));
});
afterEach(async () => {
  await rm(folder, {recursive: true});
});

async function loadFile(file: string): Promise<Config> {
  const result = await loadConfig(file);
  if (!result.ok) throw new Error(formatDiagnostics(result.diagnostics, result.source));
  return result.config;
}

async function load(text: string): Promise<Config> {
  const file = join(folder, 'prox.yaml');
  await writeFile(file, text, {mode: 0o644});
  return loadFile(file);
}

async function loadProxy(text: string): Promise<ProxyConfig> {
  const {proxy} = await load(text);
  if (!proxy) throw new Error('the proxy is not enabled');
  return proxy;
}

async function loadServices(text: string): Promise<readonly ServiceConfig[]> {
  return (await loadProxy(text)).services;
}

const WEB = 'processes: {web: {cmd: x, port: 3000}}\n';
const TARGET = {protocol: 'http', host: 'localhost', port: 3000};

describe('the proxy', () => {
  it('has a default for every key', async () => {
    expect(await loadProxy(`${WEB}proxy: {}\n`)).toEqual({
      httpPort: 6788,
      httpsPort: undefined,
      http2: 'auto',
      hosts: ['127.0.0.1', '::1'],
      domain: 'localhost',
      capture: {enabled: false, maxBodyBytes: 1024 ** 2, diskBudgetBytes: 200 * 1024 ** 2},
      maxRequests: 1000,
      holdMs: 30_000,
      services: [],
      certs: {
        dir: join(homedir(), '.prox/certs'),
        autoGenerate: true,
        certFile: undefined,
        keyFile: undefined,
      },
    });
  });

  it('takes every key', async () => {
    const {proxy, projectDir} = await loadFile(EVERY_KEY);
    expect(proxy).toMatchObject({
      httpPort: undefined,
      httpsPort: 0,
      http2: false,
      hosts: ['::1', '0.0.0.0'],
      domain: 'dev.example',
      capture: {enabled: true, maxBodyBytes: 65_536, diskBudgetBytes: 65_536},
      maxRequests: 100_000,
      holdMs: 0,
      certs: {
        dir: join(homedir(), 'certs'),
        autoGenerate: false,
        certFile: join(projectDir, 'files/dev.pem'),
        keyFile: join(projectDir, 'files/dev.key'),
      },
    });
  });

  it.each([
    ['nothing of it', '', false],
    ['certificates only', 'certs: {dir: certs}', false],
    ['no service in the map of services', 'services: {}', false],
    ['a map without keys', 'proxy: {}', true],
    ['a service', 'services: {web: 3000}', true],
    ['a service that is turned off', 'services: {web: 3000}\nproxy: {enabled: false}', false],
    ['nothing but that it is on', 'proxy: {enabled: true}', true],
  ])('is it on? There is %s', async (_, text, isOn) => {
    const {proxy, dormantProxy} = await load(WEB + text);
    expect(proxy !== undefined).toBe(isOn);
    expect(dormantProxy === undefined).toBe(isOn);
  });

  it('is turned on by a service of a process', async () => {
    expect(await load('processes: {web: {cmd: x, port: 3000, service: true}}')).toMatchObject({
      proxy: {httpPort: 6788},
    });
  });

  it('keeps what is written of it while it is off', async () => {
    const text = 'proxy: {enabled: false, http_port: false}\nservices: {web: 3000}\n';
    expect(await load(WEB + text)).toMatchObject({
      proxy: undefined,
      dormantProxy: {httpPort: undefined, services: [{name: 'web'}]},
    });
  });

  it('may have a free port of each kind beside an API that has one too', async () => {
    const text = 'api: {port: 0}\nproxy: {http_port: 0, https_port: 0}\n';
    expect(await loadProxy(WEB + text)).toMatchObject({httpPort: 0, httpsPort: 0});
  });

  it('may listen at one address', async () => {
    expect((await loadProxy(`${WEB}proxy: {host: 0.0.0.0}`)).hosts).toEqual(['0.0.0.0']);
  });

  it.each(['localhost', 'app.test', 'a-b.c1', '1.test'])('may have the domain %s', async domain => {
    expect((await loadProxy(`${WEB}proxy: {domain: '${domain}'}`)).domain).toBe(domain);
  });

  it.each(['', '.', 'a..b', '-a', 'a-', 'a_b', '10.0.0.1', 'a.1', 'localhost.', 'a'.repeat(64)])(
    'cannot have the domain %j',
    async domain => {
      const loaded = load(`${WEB}proxy: {domain: '${domain}'}`);
      await expect(loaded).rejects.toThrow('`proxy.domain` must be a DNS name');
    },
  );

  it('leaves a domain room for the name of a service', async () => {
    const domain = (length: number): string => 'a.'.repeat(95).slice(0, length);
    expect((await loadProxy(`${WEB}proxy: {domain: ${domain(189)}}`)).domain).toHaveLength(189);
    const loaded = load(`${WEB}proxy: {domain: ${domain(189)}a}`);
    await expect(loaded).rejects.toThrow('`proxy.domain` must be at most 189 characters long');
  });
});

describe('ports and files that a process or HTTPS does not take', () => {
  it.each([
    ['the default of HTTP while the proxy is off', 'proxy: {enabled: false}', 6788],
    ['the port of HTTP, which is none', 'proxy: {http_port: false, https_port: 6789}', 6788],
    ['the port of an API that gives way', 'api: {auth: auto}', 5555],
  ])('a process may have %s', async (_, text, port) => {
    const {processes} = await load(`processes: {web: {cmd: x, port: ${port}}}\n${text}\n`);
    expect(processes).toMatchObject([{port}]);
  });

  it.each(['proxy: {}', 'proxy: {enabled: false, https_port: 6789}', 'proxy: {https_port: false}'])(
    'a certificate may be missing with %s',
    async text => {
      const certs = 'certs: {cert_file: no.pem, key_file: no.key}';
      const {proxy, dormantProxy} = await load(`${WEB}${text}\n${certs}\n`);
      expect((proxy ?? dormantProxy)?.certs.certFile).toBe(join(folder, 'no.pem'));
    },
  );

  it('a certificate may be in the home folder', async () => {
    const text = 'proxy: {https_port: 0}\ncerts: {cert_file: ~/no.pem, key_file: ~/no.key}\n';
    await expect(load(WEB + text)).rejects.toThrow('`~/no.pem` does not exist');
  });
});

describe('services', () => {
  it('come in the order of the file, those of processes last', async () => {
    const text = 'services: {b: 1, 10: 2, "*": 3}\nprocesses: {web: {cmd: x, port: 4, service: a}}';
    expect((await loadServices(text)).map(({name}) => name)).toEqual(['b', '10', '*', 'a']);
  });

  it('are ports, maps and lists of maps', async () => {
    const {proxy} = await loadFile(EVERY_KEY);
    expect(proxy?.services).toEqual([
      {name: '*', pathPrefix: '', target: TARGET, process: 'web', headers: {}},
      {
        name: 'files',
        pathPrefix: '/a/b',
        target: {protocol: 'http', host: '::1', port: 8080},
        process: 'log',
        headers: {'X-Tenant': 'acme'},
      },
      {
        name: 'staging',
        pathPrefix: '',
        target: {protocol: 'https', host: 'api.test', port: 443},
        process: undefined,
        headers: {},
      },
      {name: 'www', pathPrefix: '', target: TARGET, process: 'web', headers: {}},
    ]);
  });

  it('of one name differ in their prefix', async () => {
    const text =
      'services: {web: [{port: 3000, path_prefix: /}, {port: 1, path_prefix: /api//}]}\n';
    const services = await loadServices(WEB + text);
    expect(services.map(({name, pathPrefix}) => [name, pathPrefix])).toEqual([
      ['web', ''],
      ['web', '/api'],
    ]);
  });

  it.each([
    ['http://a.test', {protocol: 'http', host: 'a.test', port: 80}],
    ['HTTPS://A.test/', {protocol: 'https', host: 'a.test', port: 443}],
    ['https://[::1]:8443', {protocol: 'https', host: '::1', port: 8443}],
  ])('may be at %s', async (url, target) => {
    const [service] = await loadServices(`${WEB}services: {api: {url: '${url}'}}`);
    expect(service?.target).toEqual(target);
  });
});

describe('the process behind a service', () => {
  const processes = 'processes: {web: {cmd: x, port: 3000}, api: {cmd: x, port: 4000}, a: y}\n';

  it.each([
    ['of its name', 'a: 3000', 'a'],
    ['of its name, whatever its host', 'a: {port: 3000, host: box.test}', 'a'],
    ['of its port', 'admin: 4000', 'api'],
    ['of its port, at an address', 'admin: {port: 4000, host: 127.0.0.1}', 'api'],
    ['of the port of its URL', 'admin: {url: "http://localhost:4000"}', 'api'],
    ['that it names', 'a: {port: 4000, process: web}', 'web'],
  ])('is the one %s', async (_, service, name) => {
    const [found] = await loadServices(`${processes}services: {${service}}`);
    expect(found?.process).toBe(name);
  });

  it.each([
    ['its port is on another machine', 'admin: {port: 4000, host: box.test}'],
    ['its URL is outside, even by its name', 'web: {url: "https://web.test:3000"}'],
    ['nothing fits', 'admin: 5000'],
  ])('is none when %s', async (_, service) => {
    const [found] = await loadServices(`${processes}services: {${service}}`);
    expect(found?.process).toBeUndefined();
  });

  it('is none when two have its port', async () => {
    const two = 'processes: {a: {cmd: x, port: 3000}, b: {cmd: x, port: 3000}}\n';
    const [service] = await loadServices(`${two}services: {web: 3000}`);
    expect(service?.process).toBeUndefined();
  });

  it('is the one that declares it', async () => {
    const text = 'processes: {web: {cmd: x, port: 3000, service: true}}';
    expect(await loadServices(text)).toEqual([
      {name: 'web', pathPrefix: '', target: TARGET, process: 'web', headers: {}},
    ]);
  });
});

it('a problem of the proxy has the path of its key', async () => {
  const file = join(folder, 'prox.yaml');
  await writeFile(file, `${WEB}services: {web: {port: 1, process: wbe}, api: [{port: 0}]}\n`);
  const result = await loadConfig(file);
  const paths = result.ok ? [] : result.diagnostics.map(({path}) => path);
  expect(paths).toEqual(['services.web.process', 'services.api.0.port']);
});

it('a service of `port: auto` has no port yet', async () => {
  const file = 'processes: {web: {cmd: x, port: auto, service: true}, api: {cmd: x, port: auto}}\n';
  const {processes, proxy} = await load(file);
  expect(processes).toMatchObject([{port: undefined, hasAutoPort: true}, {hasAutoPort: true}]);
  expect(proxy?.services).toMatchObject([{name: 'web', process: 'web', target: {port: 0}}]);
});

it('a task is not behind a service that has its name', async () => {
  const services = await loadServices('tasks: {docs: x}\nservices: {docs: 4000}\n');
  expect(services).toMatchObject([{name: 'docs', process: undefined}]);
});
