// Counts jobs: POST /jobs adds one, GET /jobs tells how many there are.
import {createServer} from 'node:http';

const port = Number(process.env.PORT);
let jobs = 0;

const server = createServer((request, response) => {
  if (request.url === '/health') return answer(response, {status: 'ok'});
  if (request.url !== '/jobs') return answer(response, {error: 'not found'}, 404);
  if (request.method === 'POST') {
    jobs += 1;
    console.log(`POST /jobs: job ${jobs}`);
  }
  return answer(response, {jobs});
});

function answer(response, body, status = 200) {
  response.writeHead(status, {'content-type': 'application/json'}).end(`${JSON.stringify(body)}\n`);
}

server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}`));
process.on('SIGTERM', () => {
  console.log('bye');
  process.exit();
});
