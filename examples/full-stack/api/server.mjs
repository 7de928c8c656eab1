// GET /jobs tells all, POST /jobs adds one, GET /health asks whether the database answers.
import {createServer} from 'node:http';
import {ask} from '../db/jobs.mjs';

const ROUTES = {
  'GET /jobs': () => ask('list'),
  'POST /jobs': () => ask('add'),
  'GET /health': async () => ({database: (await ask('ready')) ?? 'ok'}),
};

const server = createServer((request, response) => void answer(request, response));

async function answer({method, url}, response) {
  const route = ROUTES[`${method} ${url}`];
  if (!route) return send(response, 404, {error: `no ${method} ${url}`});
  try {
    send(response, 200, await route());
  } catch (error) {
    console.error(`${method} ${url}: ${error.message}`);
    send(response, 503, {error: 'the database does not answer'});
  }
}

function send(response, status, body) {
  response.writeHead(status, {'content-type': 'application/json'}).end(`${JSON.stringify(body)}\n`);
}

const port = Number(process.env.PORT);
server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}`));
process.on('SIGTERM', () => {
  console.log('bye');
  process.exit();
});
