// The least that is a proxy: two pipes and an agent that keeps connections. Prints its port.
import http from 'node:http';

const agent = new http.Agent({keepAlive: true});
const target = {host: '127.0.0.1', port: Number(process.argv[2]), agent};

const server = http.createServer((request, response) => {
  const {method, url: path, headers} = request;
  const forwarded = http.request({...target, method, path, headers}, answer => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  forwarded.on('error', () => response.destroy());
  request.pipe(forwarded);
});
server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
