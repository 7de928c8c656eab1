// GET /items lists what seed.mjs has written, POST /items adds one.
import {readFile, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';

const port = Number(process.env.PORT);
const file = new URL('.data/items.json', import.meta.url);

const server = createServer((request, response) => {
  answer(request).then(
    ({status, body}) => {
      response.writeHead(status, {'content-type': 'application/json'});
      response.end(`${JSON.stringify(body)}\n`);
    },
    error => {
      console.error(error);
      response.writeHead(500).end();
    },
  );
});

async function answer({method, url}) {
  if (url === '/health') return {status: 200, body: {status: 'ok'}};
  if (url !== '/items') return {status: 404, body: {error: 'not found'}};
  const items = JSON.parse(await readFile(file, 'utf8'));
  if (method !== 'POST') return {status: 200, body: items};
  const item = {id: items.length + 1};
  await writeFile(file, JSON.stringify([...items, item]));
  console.log(`item ${item.id} added`);
  return {status: 201, body: item};
}

server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}`));
