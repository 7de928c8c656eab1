import {expect, test} from 'vitest';
import {markup} from '../../../../src/proxy/pages/markup.ts';

test('what is put into a template is escaped, what it spells out is not', () => {
  const text = `<img src=x onerror="alert('&')">`;
  expect(markup`<p title="${text}">${text}</p>`.toString()).toBe(
    '<p title="&lt;img src=x onerror=&quot;alert(&#39;&amp;&#39;)&quot;&gt;">' +
      '&lt;img src=x onerror=&quot;alert(&#39;&amp;&#39;)&quot;&gt;</p>',
  );
});

test('markup stays markup, alone and in a list', () => {
  const items = ['<', '>'].map(text => markup`<li>${text}</li>`);
  expect(markup`<ul>${items}</ul>${markup`<br>`}`.toString()).toBe(
    '<ul><li>&lt;</li><li>&gt;</li></ul><br>',
  );
});
