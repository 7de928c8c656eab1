// A bare fastify that answers with what it has been given on stdin. Prints its port once it listens.
import {text} from 'node:stream/consumers';
import {fastify} from 'fastify';

const body = await text(process.stdin);
const app = fastify();
app.get('*', async (_request, reply) => reply.type('application/json; charset=utf-8').send(body));
await app.listen({port: 0, host: '127.0.0.1'});
console.log(app.server.address().port);
