import type * as z from 'zod';
import {systemClock} from '../../core/clock.ts';
import type {ErrorCode} from '../../core/errors.ts';
import {API_VERSION} from '../../core/prox.ts';
import {ANSWERS} from '../answers/answers.ts';
import {OWN_ANSWERS} from '../answers/own.ts';
import {OWN_INPUTS} from '../inputs/own.ts';
import {servedPaths} from '../path-pattern.ts';
import {OWN_ROUTES} from '../all-routes.ts';
import {REFUSALS} from '../refusals.ts';
import type {Route} from '../route.ts';
import {OPERATIONS, ROUTES} from '../routes.ts';
import {inputSchemas} from '../schemas.ts';
import {describeAnswer} from './answer.ts';
import {errorResponses, errorResponsesOf} from './error-responses.ts';
import {describeInput} from './input.ts';
import {componentSchemas, inputSchema} from './json-schema.ts';
import {ownSecurity, SECURITY, SECURITY_SCHEMES} from './security.ts';
import {TOPIC_TEXTS, topicOf} from './topics.ts';

/** One route with all that is to be said of it. */
interface Described {
  readonly name: string;
  readonly route: Route;
  readonly input: z.ZodType;
  readonly answer: z.ZodType | undefined;
  readonly refusals: readonly ErrorCode[];
}

/** The API as an OpenAPI 3.1 document; `version` is that of prox. */
export function describeApi(version: string): unknown {
  return {
    openapi: '3.1.0',
    info: {
      title: 'prox',
      version: `${API_VERSION}, prox ${version}`,
      description: 'Steers and watches the processes of a running prox, and its proxy.',
    },
    servers: [{url: '/', description: 'The prox that serves this document'}],
    tags: Object.entries(TOPIC_TEXTS).map(([name, description]) => ({name, description})),
    security: SECURITY,
    paths: describePaths(),
    components: {
      schemas: componentSchemas(),
      responses: errorResponses(),
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

function describePaths(): Readonly<Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const described of describedRoutes()) {
    const {name, route} = described;
    const [first, ...others] = servedPaths(route).toReversed();
    const method = route.method.toLowerCase();
    const operation = describeOperation(described);
    if (first !== undefined)
      paths[first] = {...paths[first], [method]: {operationId: name, ...operation}};
    // Ids are unique: where it is served once more it has none.
    for (const path of others) paths[path] = {...paths[path], [method]: operation};
  }
  return paths;
}

function describedRoutes(): readonly Described[] {
  const inputs = inputSchemas(systemClock);
  const own = Object.keys(OWN_ROUTES) as readonly (keyof typeof OWN_ROUTES)[];
  return [
    ...OPERATIONS.map(name => ({
      name,
      route: ROUTES[name],
      input: inputs[name],
      answer: ANSWERS[name],
      refusals: REFUSALS[name] ?? [],
    })),
    ...own.map(name => ({
      name,
      route: OWN_ROUTES[name],
      input: OWN_INPUTS[name],
      answer: OWN_ANSWERS[name],
      refusals: [],
    })),
  ];
}

function describeOperation({
  route,
  input,
  answer,
  refusals,
}: Described): Readonly<Record<string, unknown>> {
  const security = ownSecurity(route);
  return {
    summary: route.summary,
    tags: [topicOf(route.path)],
    ...(security && {security}),
    ...describeInput(route, inputSchema(input)),
    responses: {...errorResponsesOf(route, refusals), ...describeAnswer(route, answer)},
  };
}
