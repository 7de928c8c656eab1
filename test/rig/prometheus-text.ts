/** A sample of the text format of Prometheus. */
export interface PrometheusSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface PrometheusFamily {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly PrometheusSample[];
}

const NAME = /^[a-zA-Z_:][a-zA-Z\d_:]*$/;
const SAMPLE = /^([a-zA-Z_:][a-zA-Z\d_:]*)(?:\{(.*)\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/;
const LABEL = /([a-zA-Z_][a-zA-Z\d_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;

/**
 * Reads the text format 0.0.4 as `promtool check metrics` does, and more strictly: each family is one block of
 * HELP, TYPE and its samples, no series comes twice, and a counter is named `…_total`.
 */
export function parsePrometheusText(text: string): readonly PrometheusFamily[] {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const blocks = text.trimEnd().split(/\n+(?=# HELP )/);
  const families = blocks.map(parseFamily);
  assertUnique(families.map(({name}) => name));
  assertUnique(families.flatMap(({samples}) => samples.map(seriesOf)));
  return families;
}

function parseFamily(block: string): PrometheusFamily {
  const [helpLine = '', typeLine = '', ...lines] = block.split('\n');
  const [, name = '', help = ''] = /^# HELP (\S+) (\S.*)$/.exec(helpLine) ?? [];
  const [, typed, type = ''] = /^# TYPE (\S+) (counter|gauge)$/.exec(typeLine) ?? [];
  if (!NAME.test(name) || typed !== name) throw new Error(`no family begins with\n${block}`);
  if (name.endsWith('_total') !== (type === 'counter')) throw new Error(`${name} is a ${type}`);
  const samples = lines.map(parseSample);
  const stranger = samples.find(sample => sample.name !== name);
  if (stranger) throw new Error(`${stranger.name} among ${name}`);
  return {name, type, help, samples};
}

function parseSample(line: string): PrometheusSample {
  const [, name = '', labels = '', value] = SAMPLE.exec(line) ?? [];
  if (name === '') throw new Error(`no sample: ${line}`);
  return {name, labels: parseLabels(labels), value: Number(value)};
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const [, name, value] = LABEL.exec(text) ?? [];
    if (name === undefined || value === undefined) throw new Error(`no labels: ${text}`);
    if (Object.hasOwn(labels, name)) throw new Error(`${name} twice: ${text}`);
    labels[name] = value.replaceAll(/\\(.)/g, (_, letter: string) =>
      letter === 'n' ? '\n' : letter,
    );
  }
  return labels;
}

function seriesOf({name, labels}: PrometheusSample): string {
  const pairs = Object.entries(labels).toSorted(([one], [other]) => one.localeCompare(other));
  return `${name} ${JSON.stringify(pairs)}`;
}

function assertUnique(keys: readonly string[]): void {
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw new Error(`${twice} comes twice`);
}
