// One page that shows what the API counts.
import {createServer} from 'node:http';

const port = Number(process.env.PORT);
const apiUrl = process.env.API_URL;

const server = createServer((_request, response) => {
  response.writeHead(200, {'content-type': 'text/html; charset=utf-8'});
  void countJobs().then(count => {
    response.end(`<!doctype html><title>prox quickstart</title><h1>${count}</h1>\n`);
  });
});

async function countJobs() {
  try {
    const {jobs} = await (await fetch(`${apiUrl}/jobs`)).json();
    return `${jobs} jobs done`;
  } catch {
    return 'The API does not answer'; // it is not up yet, or was stopped
  }
}

server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}`));
process.on('SIGTERM', () => {
  console.log('bye');
  process.exit();
});
