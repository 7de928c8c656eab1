// A page with the jobs, and a button that adds one.
import {createServer, request} from 'node:http';
import {json} from 'node:stream/consumers';

const api = new URL(process.env.PROX_URL_API);

const server = createServer((incoming, response) => void answer(incoming, response));

async function answer({method}, response) {
  try {
    if (method === 'POST') {
      await callApi('POST', '/jobs');
      return response.writeHead(303, {location: '/'}).end();
    }
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(page(await callApi('GET', '/jobs')));
  } catch (error) {
    response.writeHead(502).end(`The API does not answer: ${error.message}\n`);
  }
}

/** By way of the proxy, which is on this machine: not every system knows the name api.localhost. */
function callApi(method, path) {
  const options = {host: '127.0.0.1', port: api.port, headers: {host: api.host}, method, path};
  return new Promise((resolve, reject) => {
    const call = request(options, response => {
      if (response.statusCode === 200) return resolve(json(response));
      response.resume();
      reject(new Error(`status ${response.statusCode}`));
    });
    call.on('error', reject).end();
  });
}

function page(jobs) {
  const items = jobs.map(({id, done}) => `<li>job ${id}: ${done ? 'done' : 'waiting'}</li>`);
  return `<!doctype html><title>prox full stack</title>
<form method="post"><button>Add a job</button></form>
<ul>${items.join('')}</ul>\n`;
}

const port = Number(process.env.PORT);
server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}`));
process.on('SIGTERM', () => {
  console.log('bye');
  process.exit();
});
