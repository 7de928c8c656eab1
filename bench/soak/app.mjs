// What the proxy leads to.
import http from 'node:http';

http
  .createServer((request, response) => response.end(`${request.method} ${request.url}\n`))
  .listen(Number(process.env.PORT), '127.0.0.1');
