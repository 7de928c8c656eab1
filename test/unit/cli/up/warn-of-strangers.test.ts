import {expect, it} from 'vitest';
import {warnOfStrangers} from '../../../../src/cli/up/warn-of-strangers.ts';

function told(host: string): readonly unknown[] {
  const deeds: unknown[] = [];
  const app = {
    warn: (warning: unknown) => void deeds.push(warning),
    report: (event: unknown) => void deeds.push(event),
  };
  warnOfStrangers(app, {host});
  return deeds;
}

it.each(['127.0.0.1', 'localhost', '::1'])('an API on %s is no news', host => {
  expect(told(host)).toEqual([]);
});

it.each(['0.0.0.0', '::', '192.168.1.7'])('an API on %s is a warning and an event', host => {
  const message = `every machine of the network can steer the processes with the token, as the API listens on ${host}`;
  expect(told(host)).toEqual([
    {code: 'API_EXPOSED', message, hint: 'without `api.host` it is for this machine alone'},
    {type: 'system.insecure_bind', message, details: {host}},
  ]);
});
