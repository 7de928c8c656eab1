import {describe, expect, test} from 'vitest';
import {Options} from '../../../../src/cli/options.ts';
import {
  argumentsOfProxy,
  readProxyFlags,
  withProxyFlags,
  type ProxyFlags,
} from '../../../../src/cli/up/proxy-flags.ts';
import type {Config, ProxyConfig} from '../../../../src/config/config.ts';
import {sampleConfig} from '../../../rig/sample-config.ts';

const NONE: ProxyFlags = {
  httpPort: undefined,
  httpsPort: undefined,
  capture: undefined,
  isOff: false,
};

const PROXY: ProxyConfig = {
  httpPort: 6788,
  httpsPort: undefined,
  http2: 'auto',
  hosts: ['127.0.0.1'],
  domain: 'localhost',
  capture: {enabled: false, maxBodyBytes: 1, diskBudgetBytes: 2},
  maxRequests: 3,
  holdMs: 4,
  services: [],
  certs: {dir: '/certs', autoGenerate: true, certFile: undefined, keyFile: undefined},
};

function configWith(proxies: Partial<Pick<Config, 'proxy' | 'dormantProxy'>>, port = 5555): Config {
  return sampleConfig({api: {...sampleConfig().api, port}, ...proxies});
}

const ON = configWith({proxy: PROXY});
const OFF = configWith({dormantProxy: PROXY});

describe('flags of the proxy', () => {
  test('are none when none was given; commander says `proxy` is true then', () => {
    expect(readProxyFlags(new Options({proxy: true}))).toEqual(NONE);
  });

  test.each([
    [['--no-proxy'], {proxy: false}],
    [
      ['--http-port', '0', '--https-port', '443', '--capture'],
      {proxy: true, httpPort: '0', httpsPort: '443', capture: true},
    ],
    [['--no-capture'], {proxy: true, capture: false}],
    [[], {proxy: true}],
  ])('reach a prox that is started detached: %j', (words, values) => {
    expect(argumentsOfProxy(readProxyFlags(new Options(values)))).toEqual(words);
  });

  test.each([
    ['--http-port', {httpPort: '0'}],
    ['--https-port', {httpsPort: '0'}],
    ['--capture', {capture: true}],
    ['--no-capture', {capture: false}],
  ])('%s is nothing for a proxy that shall not be', (flag, values) => {
    expect(() => readProxyFlags(new Options({proxy: false, ...values}))).toThrow(
      `Wrong usage: --no-proxy and ${flag} contradict each other`,
    );
  });

  test.each([['httpPort'], ['httpsPort']])('%s is a port', name => {
    expect(() => readProxyFlags(new Options({[name]: '65536'}))).toThrow(/from 0 to 65535/);
  });
});

describe('a config with flags of the proxy', () => {
  test('is as it was without any', () => {
    expect(withProxyFlags(ON, NONE)).toEqual(ON);
    expect(withProxyFlags(OFF, NONE)).toEqual(OFF);
  });

  test('has no proxy with --no-proxy', () => {
    expect(withProxyFlags(ON, {...NONE, isOff: true}).proxy).toBeUndefined();
  });

  test('has what they say in place of what the file says', () => {
    const flags = {...NONE, httpPort: 0, httpsPort: 8443, capture: true};
    expect(withProxyFlags(ON, flags).proxy).toEqual({
      ...PROXY,
      httpPort: 0,
      httpsPort: 8443,
      capture: {...PROXY.capture, enabled: true},
    });
  });

  test('captures no more with --no-capture', () => {
    const config = configWith({proxy: {...PROXY, capture: {...PROXY.capture, enabled: true}}});
    expect(withProxyFlags(config, {...NONE, capture: false}).proxy).toEqual(PROXY);
  });

  test.each([
    ['--http-port', {httpPort: 80}, {httpPort: 80}],
    ['--https-port', {httpsPort: 443}, {httpPort: 6788, httpsPort: 443}],
    ['--capture', {capture: true}, {capture: {enabled: true}}],
  ])('has a proxy by %s that the file does not turn on', (_, flags, proxy) => {
    expect(withProxyFlags(OFF, {...NONE, ...flags})).toMatchObject({proxy});
  });

  test('has none by --no-capture', () => {
    expect(withProxyFlags(OFF, {...NONE, capture: false}).proxy).toBeUndefined();
  });

  test.each([
    ['HTTP and HTTPS', {httpsPort: 6788}, 6788],
    ['HTTP and the API', {httpPort: 5555}, 5555],
    ['HTTPS and the API', {httpsPort: 5555}, 5555],
  ])('cannot have one port for %s', (_, flags, port) => {
    expect(() => withProxyFlags(ON, {...NONE, ...flags})).toThrow(`${port} is given twice`);
  });

  test('cannot have the API at the port of the proxy', () => {
    const config = configWith({proxy: PROXY}, 6788);
    expect(() => withProxyFlags(config, NONE)).toThrow('6788 is given twice');
  });

  test('may have a free port for each', () => {
    const config = configWith({proxy: PROXY}, 0);
    const flags = {...NONE, httpPort: 0, httpsPort: 0};
    expect(withProxyFlags(config, flags).proxy).toMatchObject({httpPort: 0, httpsPort: 0});
  });

  test('cannot turn a proxy on that has nowhere to listen', () => {
    const config = configWith({dormantProxy: {...PROXY, httpPort: undefined}});
    expect(() => withProxyFlags(config, {...NONE, capture: true})).toThrow('no port to listen on');
  });
});
