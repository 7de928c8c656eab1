import {forms, jsonSchema, type JsonSchema} from '../src/config/json-schema.ts';

/** All keys of prox.yaml: one section per map, in the order of the declaration. */
export function configTables(): string {
  return `\n${sections('Top level', jsonSchema()).join('\n\n')}\n\n`;
}

function sections(title: string, schema: JsonSchema): readonly string[] {
  const properties = Object.entries(schema.properties ?? {}).flatMap(([key, property]) =>
    typeof property === 'object' ? [[key, property] as const] : [],
  );
  const rows = properties.map(([key, property]) => row(key, property, schema));
  const table = ['| key | type | default | rule |', '|---|---|---|---|', ...rows].join('\n');
  const nested = properties.flatMap(([key, property]) => nestedSections(key, property));
  return [`### ${title}\n\n${table}`, ...nested];
}

function nestedSections(key: string, property: JsonSchema): readonly string[] {
  const entries = property.additionalProperties;
  if (typeof entries === 'object') {
    const map = forms(entries).find(form => form.properties);
    return map ? sections(`\`${key}.<name>\``, map) : [];
  }
  const map = forms(property).find(form => form.properties);
  return map ? sections(`\`${key}\``, map) : [];
}

function row(key: string, property: JsonSchema, owner: JsonSchema): string {
  const cells = [
    `\`${key}\``,
    typeText(property),
    defaultText(property, owner.required?.includes(key) ?? false),
    ruleText(property),
  ];
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function defaultText(property: JsonSchema, isRequired: boolean): string {
  if (isRequired) return 'required';
  const value = property.default;
  if (value === undefined || property.properties) return '–';
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

const LONG_LIST = 4;

function ruleText({description = '', enum: values = []}: JsonSchema): string {
  if (values.length <= LONG_LIST) return description;
  return `${description} One of ${values.map(value => `\`${String(value)}\``).join(', ')}.`;
}

/** The type of a value, in the words of the docs. */
function typeText(schema: JsonSchema): string {
  if (schema.title !== undefined) return schema.title;
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum) return schema.enum.map(value => `\`${String(value)}\``).join(' | ');
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeText))].join(' or ');
  const {type, items, additionalProperties} = schema;
  if (type === 'array' && typeof items === 'object' && !Array.isArray(items)) {
    return `list of ${typeText(items)}`;
  }
  if (type === 'integer') return 'int';
  if (type !== 'object') return [type ?? 'any'].flat().join(' or ');
  const holdsNamed = typeof additionalProperties === 'object';
  return holdsNamed ? `map of ${typeText(additionalProperties)}` : 'map';
}
