import type {EventReport} from '../../core/event.ts';
import type {Reach, Route} from './route.ts';

export function reachEvent({config, target}: Route, change: Reach): EventReport {
  const {name, pathPrefix, process} = config;
  const details = {subdomain: name, pathPrefix: pathPrefix || undefined, target: target.url};
  const where = `${target.url}, where ${name}${pathPrefix} leads`;
  return {
    ...(process !== undefined && {process}),
    ...(change.isReachable
      ? {type: 'proxy.upstream_recovered', message: `${where}, answers again`, details}
      : {
          type: 'proxy.upstream_unreachable',
          message: `${where}, does not answer: ${change.reason}`,
          details: {...details, reason: change.reason},
        }),
  };
}
