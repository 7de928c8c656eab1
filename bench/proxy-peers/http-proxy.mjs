// http-proxy as its readme shows it, with an agent that keeps connections. Prints its port.
import http from 'node:http';
import httpProxy from 'http-proxy';

const target = {protocol: 'http:', host: '127.0.0.1', port: Number(process.argv[2])};
const agent = new http.Agent({keepAlive: true});
const proxy = httpProxy.createProxyServer({target, agent});
proxy.on('error', (_error, _request, response) => response.destroy());

const server = http.createServer((request, response) => proxy.web(request, response));
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
