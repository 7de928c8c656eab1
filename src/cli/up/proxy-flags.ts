import type {Config, ProxyConfig} from '../../config/config.ts';
import {ProxError} from '../../core/errors.ts';
import type {Options} from '../options.ts';

/** What the command line of `prox up` says of the proxy; undefined: what prox.yaml says. */
export interface ProxyFlags {
  readonly httpPort: number | undefined;
  readonly httpsPort: number | undefined;
  readonly capture: boolean | undefined;
  /** `--no-proxy` */
  readonly isOff: boolean;
}

const MAX_PORT = 65_535;

/** @throws ProxError USAGE when a port is none, or when there is to be no proxy and one with wishes */
export function readProxyFlags(options: Options): ProxyFlags {
  const flags = {
    httpPort: options.whole('httpPort', MAX_PORT),
    httpsPort: options.whole('httpsPort', MAX_PORT),
    capture: options.toggle('capture'),
  };
  // commander takes `--no-proxy` for an option that is on until it is given.
  const isOff = options.toggle('proxy') === false;
  const [other] = argumentsOfProxy({...flags, isOff: false});
  if (isOff && other !== undefined) {
    throw new ProxError('USAGE', {detail: `--no-proxy and ${other} contradict each other`});
  }
  return {...flags, isOff};
}

/** The same flags as arguments, for the prox that `prox up -d` starts. */
export function argumentsOfProxy(flags: ProxyFlags): readonly string[] {
  const {httpPort, httpsPort, capture, isOff} = flags;
  return [
    ...(isOff ? ['--no-proxy'] : []),
    ...(httpPort === undefined ? [] : ['--http-port', String(httpPort)]),
    ...(httpsPort === undefined ? [] : ['--https-port', String(httpsPort)]),
    ...(capture === undefined ? [] : [capture ? '--capture' : '--no-capture']),
  ];
}

/**
 * The config as the flags want it: a port or `--capture` turns a proxy on that prox.yaml does not.
 * @throws ProxError USAGE when the proxy could then not listen
 */
export function withProxyFlags(config: Config, flags: ProxyFlags): Config {
  if (flags.isOff) return {...config, proxy: undefined};
  const {httpPort, httpsPort, capture} = flags;
  const isWanted = httpPort !== undefined || httpsPort !== undefined || capture === true;
  const given = config.proxy ?? (isWanted ? config.dormantProxy : undefined);
  if (given === undefined) return config;
  const proxy = {
    ...given,
    httpPort: httpPort ?? given.httpPort,
    httpsPort: httpsPort ?? given.httpsPort,
    capture: {...given.capture, enabled: capture ?? given.capture.enabled},
  };
  assertListens(proxy, config.api.port);
  return {...config, proxy};
}

/** What prox.yaml says has been checked; a flag may have changed it. */
function assertListens({httpPort, httpsPort}: ProxyConfig, apiPort: number | undefined): void {
  if (httpPort === undefined && httpsPort === undefined) {
    throw new ProxError('USAGE', {
      detail: 'the proxy has no port to listen on',
      hint: 'Give it one with --http-port or --https-port.',
    });
  }
  const fixed = [apiPort, httpPort, httpsPort].filter(port => port !== undefined && port !== 0);
  const twice = fixed.find((port, index) => fixed.indexOf(port) !== index);
  if (twice === undefined) return;
  throw new ProxError('USAGE', {
    detail: `the API, HTTP and HTTPS need a port each, and ${twice} is given twice`,
    hint: 'Change one with --api-port, --http-port or --https-port; 0 is any free port.',
  });
}
