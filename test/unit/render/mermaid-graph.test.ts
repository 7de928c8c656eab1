import {expect, test} from 'vitest';
import {graphToMermaid} from '../../../src/render/mermaid-graph.ts';

test('every process is a node with its state, every need an arrow', () => {
  const text = graphToMermaid({
    nodes: [
      {name: 'api', kind: 'process', status: 'waiting'},
      {name: 'migrate', kind: 'task', status: 'completed'},
      {name: 'db', kind: 'dependency', status: 'running'},
      {name: 'web', kind: 'process', status: 'running'},
    ],
    edges: [
      {from: 'api', to: 'migrate', condition: 'completed'},
      {from: 'migrate', to: 'db', condition: 'ready'},
    ],
  });
  expect(text).toBe(
    `
graph TD
  n0["api<br/>waiting"]:::waiting
  n1(["migrate<br/>completed"]):::completed
  n2[("db<br/>running")]:::running
  n3["web<br/>running"]:::running
  n0 -->|completed| n1
  n1 -->|ready| n2
  classDef waiting fill:#fff3bf,stroke:#8a6d00,color:#1b1b1b
  classDef completed fill:#d8f3dc,stroke:#2d6a4f,color:#1b1b1b
  classDef running fill:#d8f3dc,stroke:#2d6a4f,color:#1b1b1b`.trimStart(),
  );
});

test('a name can neither end its label nor be a word of Mermaid', () => {
  const text = graphToMermaid({
    nodes: [
      {name: 'end', kind: 'process', status: 'running'},
      {name: 'a"]; <b>#1', kind: 'process', status: 'running'},
    ],
    edges: [],
  });
  expect(text).toContain('n0["end<br/>');
  expect(text).toContain('n1["a#34;#93;#59; #60;b#62;#35;1<br/>');
});

test('what is needed and not there is left out', () => {
  const text = graphToMermaid({
    nodes: [{name: 'api', kind: 'process', status: 'blocked'}],
    edges: [{from: 'api', to: 'gone', condition: 'healthy'}],
  });
  expect(text).not.toContain('-->');
});
