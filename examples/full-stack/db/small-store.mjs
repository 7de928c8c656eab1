// In place of PostgreSQL: a line in is a command, a line out is JSON.
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {createInterface} from 'node:readline';

const FILE = '.data/jobs.json';
let jobs = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : undefined;

const commands = {
  ready: () => true,
  create: () => (jobs ??= []),
  add() {
    jobs.push({id: jobs.length + 1, done: false});
    return jobs.at(-1);
  },
  list: () => [...jobs],
  finish() {
    const job = jobs.find(({done}) => !done);
    if (job) job.done = true;
    return job;
  },
};

function answer(command) {
  try {
    const result = commands[command]();
    writeFileSync(FILE, JSON.stringify(jobs ?? []));
    return JSON.stringify(result ?? true);
  } catch (error) {
    return `error: ${error.message}`;
  }
}

const server = createServer(socket => {
  socket.on('error', () => {}); // the client has left
  createInterface({input: socket}).on('line', line => socket.write(`${answer(line)}\n`));
});

const {PGHOST, PGPORT} = process.env;
server.listen(PGPORT, PGHOST, () => console.log(`ready to accept connections on ${PGPORT}`));
process.on('SIGINT', () => {
  console.log('bye');
  process.exit();
});
