// What the proxies forward to. Prints its port once it listens.
import http from 'node:http';
import {WebSocketServer} from 'ws';

const KB = 1024;
const CHUNK = Buffer.alloc(64 * KB, 'x');
const small = JSON.stringify({ok: true, items: Array.from({length: 15}, (_, id) => ({id}))});
const page = 'x'.repeat(10 * KB);

const server = http.createServer((request, response) => {
  const {pathname, searchParams} = new URL(request.url, 'http://target');
  if (request.method !== 'GET') return sink(request, response);
  if (pathname === '/page') return answer(response, 'text/plain', page);
  if (pathname === '/download') return send(response, Number(searchParams.get('bytes')));
  answer(response, 'application/json', small);
});

function answer(response, type, body) {
  response.writeHead(200, {'content-type': type, 'content-length': body.length}).end(body);
}

function sink(request, response) {
  let bytes = 0;
  request.on('data', chunk => (bytes += chunk.length));
  request.on('end', () => answer(response, 'text/plain', String(bytes)));
}

function send(response, bytes) {
  let left = bytes;
  response.writeHead(200, {'content-length': bytes});
  const write = () => {
    while (left > 0) {
      const chunk = left < CHUNK.length ? CHUNK.subarray(0, left) : CHUNK;
      left -= chunk.length;
      if (!response.write(chunk)) return response.once('drain', write);
    }
    response.end();
  };
  write();
}

const webSockets = new WebSocketServer({server});
webSockets.on('error', error => console.error(error));
server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
