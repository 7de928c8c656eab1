// JSON, server-sent events and a WebSocket, as APIs have them; all of it below /api.
import {createServer} from 'node:http';
import {WebSocketServer} from 'ws';

const port = Number(process.env.PORT);

const server = createServer((request, response) => {
  const {pathname} = new URL(request.url, 'http://api');
  if (pathname === '/api/health') return answer(response, {status: 'ok'});
  if (pathname === '/api/greeting') return answer(response, greeting(request));
  if (pathname === '/api/ticks') return tick(request, response);
  return answer(response, {error: 'not found'}, 404);
});

/** Shows what the proxy told about the request. */
function greeting({headers}) {
  console.log(`greeting a visitor of ${headers.host}`);
  return {
    hello: headers.host,
    forwarded: {
      for: headers['x-forwarded-for'],
      host: headers['x-forwarded-host'],
      proto: headers['x-forwarded-proto'],
      port: headers['x-forwarded-port'],
    },
    requestId: headers['x-request-id'],
  };
}

function tick(request, response) {
  let count = 0;
  response.writeHead(200, {'content-type': 'text/event-stream', 'cache-control': 'no-cache'});
  const send = () => response.write(`id: ${count}\ndata: {"tick": ${count++}}\n\n`);
  send();
  const timer = setInterval(send, 1000);
  request.on('close', () => clearInterval(timer));
}

function answer(response, body, status = 200) {
  response.writeHead(status, {'content-type': 'application/json'}).end(`${JSON.stringify(body)}\n`);
}

const sockets = new WebSocketServer({server, path: '/api/echo'});
sockets.on('connection', socket => {
  socket.on('message', (data, binary) => socket.send(data, {binary}));
});

server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}`));
process.on('SIGTERM', () => {
  console.log('bye');
  process.exit();
});
