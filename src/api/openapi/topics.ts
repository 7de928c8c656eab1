/** The topics of the API, by the first segment of the path of their routes. */
export const TOPIC_TEXTS = {
  prox: 'prox itself, and what is about all',
  processes: 'Processes, tasks and outside dependencies',
  logs: 'What processes print',
  events: 'What happened',
  stats: 'Counts, rates, CPU and memory',
  config: 'prox.yaml',
  proxy: 'The proxy: its routes, requests and certificates',
  auth: 'Sessions of browsers',
} as const;

export function topicOf(path: string): string {
  const [, segment = ''] = path.split('/');
  return Object.hasOwn(TOPIC_TEXTS, segment) ? segment : 'prox';
}
