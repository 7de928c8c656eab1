import type {ProcessKind} from '../core/process-report.ts';
import {STATUS_TONE, type Tone} from '../core/status-tone.ts';
import type {DependencyGraph, GraphNode} from './dependency-graph.ts';

/** What stands around the label and makes the shape: a box, a rounded one, a cylinder. */
const SHAPE: Readonly<Record<ProcessKind, readonly [open: string, close: string]>> = {
  process: ['[', ']'],
  task: ['([', '])'],
  dependency: ['[(', ')]'],
};

const STYLE: Readonly<Record<Tone, string>> = {
  good: 'fill:#d8f3dc,stroke:#2d6a4f,color:#1b1b1b',
  busy: 'fill:#fff3bf,stroke:#8a6d00,color:#1b1b1b',
  bad: 'fill:#ffd6d6,stroke:#a4161a,color:#1b1b1b',
  dim: 'fill:#eeeeee,stroke:#6b6b6b,color:#1b1b1b',
};

/** A Mermaid flowchart: every arrow says what its process needs, every state is a word and a class. */
export function graphToMermaid({nodes, edges}: DependencyGraph): string {
  const ids = new Map(nodes.map(({name}, index) => [name, idOf(index)]));
  const statuses = [...new Set(nodes.map(({status}) => status))];
  const lines = [
    ...nodes.map((node, index) => `${idOf(index)}${labelOf(node)}:::${node.status}`),
    ...edges.flatMap(({from, to, condition}) => {
      const [start, end] = [ids.get(from), ids.get(to)];
      return start && end ? [`${start} -->|${condition}| ${end}`] : [];
    }),
    ...statuses.map(status => `classDef ${status} ${STYLE[STATUS_TONE[status]]}`),
  ];
  return ['graph TD', ...lines.map(line => `  ${line}`)].join('\n');
}

/** No word of Mermaid's own, as a name may be. */
function idOf(index: number): string {
  return `n${index}`;
}

function labelOf({name, kind, status}: GraphNode): string {
  const [open, close] = SHAPE[kind];
  return `${open}"${escapeLabel(name)}<br/>${status}"${close}`;
}

/** Names may hold what ends or forms a label. */
function escapeLabel(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N} ._-]/gu, char => `#${char.codePointAt(0)};`);
}
