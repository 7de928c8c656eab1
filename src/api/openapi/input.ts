import {YAML_TYPE} from '../answer-headers.ts';
import type {Route} from '../route.ts';
import type {JsonSchema} from './json-schema.ts';

interface DescribedInput {
  readonly parameters?: readonly unknown[];
  readonly requestBody?: unknown;
}

/** What a route takes: from its path, from its query and headers, or from its body. */
export function describeInput(route: Route, input: JsonSchema): DescribedInput {
  const properties = Object.entries(input.properties ?? {});
  const isInPath = ([name]: readonly [string, unknown]): boolean =>
    route.path.includes(`{${name}}`);
  const inPath = properties.filter(isInPath);
  const others = properties.filter(property => !isInPath(property));
  const body = describeBody(route, {...input, properties: Object.fromEntries(others)});
  const parameters = [
    ...inPath.map(([name, schema]) => ({in: 'path', name, required: true, ...split(schema)})),
    ...(body ? [] : others.map(([name, schema]) => queryParameter(name, split(schema)))),
  ];
  return {...(parameters.length > 0 && {parameters}), ...(body && {requestBody: body})};
}

function describeBody({kind, takesBody}: Route, schema: JsonSchema): object | undefined {
  if (takesBody === 'yaml') {
    return {description: YAML_BODY, content: {[YAML_TYPE]: {schema: {type: 'string'}}}};
  }
  if (kind !== 'creation' && takesBody === undefined) return undefined;
  const {properties = {}, required = []} = schema;
  const own = required.filter(name => Object.hasOwn(properties, name));
  return {
    required: true,
    content: {
      'application/json': {
        schema: {type: 'object', properties, ...(own.length > 0 && {required: own})},
      },
    },
  };
}

const YAML_BODY = 'The text to check in place of the file on disk';

interface Described {
  readonly description?: string;
  readonly schema: object;
}

function queryParameter(name: string, {schema, description}: Described): unknown {
  const about = {...(description !== undefined && {description}), schema};
  if (name === 'last-event-id') return {in: 'header', name: 'Last-Event-ID', ...about};
  const isList = 'type' in schema && schema.type === 'array';
  return {in: 'query', name, ...(isList && {style: 'form', explode: false}), ...about};
}

/** The description of a parameter stands beside its schema. */
function split(property: unknown): Described {
  const {description, ...schema} = property as JsonSchema;
  return {...(description !== undefined && {description}), schema};
}
