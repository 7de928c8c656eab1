import {layout} from './layout.ts';
import {type Markup, markup} from './markup.ts';
import type {Problem} from './problem.ts';
import {prose} from './prose.ts';
import {serviceList} from './service-list.ts';

/** What the bare domain shows. */
export function indexToHtml({domain, routes}: Extract<Problem, {type: 'index'}>): string {
  const hasServices = routes.length > 0;
  return layout({
    title: hasServices ? 'Services' : 'No services yet',
    mark: domain,
    reloadSeconds: undefined,
    blocks: hasServices ? [serviceList(routes)] : howToAdd(domain),
  });
}

const EXAMPLE = `processes:
  web:
    cmd: npm run dev
    port: 3000
    service: true
`;

function howToAdd(domain: string): readonly Markup[] {
  const declare = `Give a process in prox.yaml a port and \`service: true\`: this one gets the URL of \`web.${domain}\`.`;
  const add = 'Or add a service while prox runs, with `prox route add web 3000`.';
  return [
    markup`<p class="advice">${prose(declare)}</p>`,
    markup`<pre>\n${EXAMPLE}</pre>`,
    markup`<p class="advice">${prose(add)}</p>`,
  ];
}
