import type {Condition} from '../../core/dependency-graph.ts';
import {type Contribution, type Entry, notCarriedOver} from './draft.ts';
import {type Fields, fieldsOf, textOf, variablesOf} from './loose-values.ts';
import {toEntryKeys} from './process-compose-keys.ts';
import {healthOf} from './process-compose-probe.ts';

/** What a process of process-compose becomes. */
interface Part {
  readonly name: string;
  readonly fields: Fields;
  readonly section: Entry['section'];
}

const SETTINGS = ['shell', 'extends', 'env_cmds', 'vars'] as const;

/** The processes of a process-compose file. Those that end before others start become tasks. */
export function fromProcessCompose(source: string, data: unknown): Contribution {
  const project = fieldsOf(data);
  const written = Object.entries(fieldsOf(project['processes']));
  const completed = completedFirst(written);
  const parts = written.map(([name, value]): Part => {
    const fields = fieldsOf(value);
    return {name, fields, section: sectionOf(fields, completed.has(name))};
  });
  const lost = SETTINGS.filter(key => project[key] !== undefined);
  return {
    source,
    entries: parts.map(part => toEntry(part, {parts, project})),
    readsDotEnv: true,
    remarks: [
      'process-compose runs commands by bash, prox by sh',
      ...lost.map(key => notCarriedOver(`\`${key}\` of ${source}`)),
    ],
  };
}

function completedFirst(written: readonly (readonly [string, unknown])[]): ReadonlySet<string> {
  const needs = written.flatMap(([, value]) => Object.entries(needsOf(fieldsOf(value))));
  const completed = needs.filter(([, condition]) => condition.startsWith('process_completed'));
  return new Set(completed.map(([name]) => name));
}

/**
 * A daemon leaves something behind that runs: an outside thing, when there is a way to see it. Else its
 * command is what counts, and that ends.
 */
function sectionOf(fields: Fields, isCompletedFirst: boolean): Entry['section'] {
  const isDaemon = fields['is_daemon'] === true;
  const health = healthOf(fields);
  if (isDaemon && health !== undefined && health.probe['log'] === undefined) return 'dependencies';
  return isDaemon || isCompletedFirst ? 'tasks' : 'processes';
}

function toEntry(
  {name, fields, section}: Part,
  {parts, project}: {readonly parts: readonly Part[]; readonly project: Fields},
): Entry {
  const env = {...variablesOf(project['environment']), ...variablesOf(fields['environment'])};
  const {keys, remarks} = toEntryKeys({fields, section, env});
  const needs = Object.entries(needsOf(fields)).map(([target, condition]) => {
    const part = parts.find(candidate => candidate.name === target);
    return {target, ...toCondition(condition, part)};
  });
  const lost = needs.flatMap(({target, loss}) =>
    loss === undefined ? [] : [`${target}: ${loss}`],
  );
  const isOutside = section === 'dependencies';
  const unmet = isOutside && needs.length > 0 ? [notCarriedOver('`depends_on`')] : lost;
  return {
    section,
    name,
    keys,
    needs: isOutside
      ? {}
      : Object.fromEntries(needs.map(({target, condition}) => [target, condition])),
    remarks: [...remarks, ...unmet],
  };
}

/** Conditions by name; a list stands for the default. */
function needsOf({depends_on: needs}: Fields): Readonly<Record<string, string>> {
  if (Array.isArray(needs)) {
    return Object.fromEntries(needs.map(name => [String(name), 'process_started']));
  }
  const pairs = Object.entries(fieldsOf(needs)).map(([name, need]) => [
    name,
    textOf(fieldsOf(need)['condition']) ?? 'process_started',
  ]);
  return Object.fromEntries(pairs);
}

function toCondition(
  condition: string,
  target: Part | undefined,
): {readonly condition: Condition; readonly loss?: string} {
  if (target?.section === 'dependencies') return {condition: 'ready'};
  if (condition === 'process_completed') {
    return {condition: 'completed', loss: 'must end well; process-compose took any exit code'};
  }
  if (target?.section === 'tasks') return {condition: 'completed'};
  if (condition === 'process_started') return {condition: 'started'};
  if (target !== undefined && healthOf(target.fields) !== undefined) return {condition: 'healthy'};
  return {condition: 'started', loss: `has no healthcheck for \`${condition}\``};
}
