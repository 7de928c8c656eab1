import type {FastifyInstance, FastifyRequest} from 'fastify';
import {membersOf, parseJson, refuseBody, YAML_TYPES, YamlBody} from './bodies.ts';
import type {Route} from './route.ts';
import type {RawInput} from './schemas.ts';

/** Bodies are JSON or empty, or YAML where a route takes that; there an empty one is a text too. */
export function acceptBodies(app: FastifyInstance): void {
  type Parse = (body: string, taken: Route['takesBody']) => unknown;
  const accept = (types: string | string[], parse: Parse): void => {
    app.addContentTypeParser(
      types,
      {parseAs: 'string'},
      async ({routeOptions}: FastifyRequest, body: string) =>
        parse(body, routeOptions.config.route?.takesBody),
    );
  };
  app.removeAllContentTypeParsers();
  accept('application/json', (body, taken) =>
    taken === 'yaml' ? refuseBody(body, taken) : parseJson(body),
  );
  accept(YAML_TYPES, (body, taken) =>
    taken === 'yaml' ? new YamlBody(body) : refuseBody(body, taken),
  );
  accept('*', refuseBody);
}

/** What a request carries for its operation. @throws ProxError INVALID_BODY */
export function rawInputOf({query, params, headers, body, routeOptions}: FastifyRequest): RawInput {
  const {route} = routeOptions.config;
  if (route?.kind === 'creation') return membersOf(body);
  if (route?.takesBody === 'json') return {...membersOf(body), ...(params as RawInput)};
  if (route?.takesBody === 'yaml') return body instanceof YamlBody ? {yaml: body.text} : {};
  const raw = {...(query as RawInput), ...(params as RawInput)};
  return {...raw, 'last-event-id': headers['last-event-id']};
}
