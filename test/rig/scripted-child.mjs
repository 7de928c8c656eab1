// What a ScriptedProcess runs: it calls home over a unix socket and does what the test says.
// argv: <socket> [grandchild id] [signals to ignore, comma-separated]
import {spawn} from 'node:child_process';
import {createServer} from 'node:http';
import {createConnection} from 'node:net';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';

const [, , socketPath, grandchildId = '', ignoredAtStart = ''] = process.argv;
const HANDLED = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2'];
const ignored = new Set(ignoredAtStart === '' ? [] : ignoredAtStart.split(','));
const signalsSeen = [];
const handlers = new Map();
let httpStatus = 200;

const home = createConnection(socketPath);

for (const signal of HANDLED) {
  const handler = () => {
    signalsSeen.push(signal);
    send({signal}, ignored.has(signal) ? undefined : () => dieBy(signal));
  };
  handlers.set(signal, handler);
  process.on(signal, handler);
}

const commands = {
  report: () => ({
    pid: process.pid,
    cwd: process.cwd(),
    env: {...process.env},
    argv: process.argv.slice(2),
    signalsSeen,
  }),
  write: ({stream, base64}) =>
    new Promise(resolve => process[stream].write(Buffer.from(base64, 'base64'), resolve)),
  ignoreSignals: ({signals}) => signals.forEach(signal => ignored.add(signal)),
  listen: ({port}) =>
    new Promise((resolve, reject) => {
      const server = createServer((_request, response) => {
        response.writeHead(httpStatus).end(`status ${httpStatus}\n`);
      });
      server.on('error', reject);
      server.listen(port, '127.0.0.1', () => resolve(server.address().port));
    }),
  answerWith: ({status}) => {
    httpStatus = status;
  },
  spawnGrandchild({id, detached, ignoresSigterm, holdsStdout}) {
    const stdio = holdsStdout ? ['ignore', 'inherit', 'inherit'] : 'ignore';
    const argv = [fileURLToPath(import.meta.url), socketPath, id];
    if (ignoresSigterm) argv.push('SIGTERM');
    spawn(process.execPath, argv, {detached, stdio}).unref();
  },
  burn({cpuMs}) {
    const before = process.cpuUsage();
    for (let spentMs = 0; spentMs < cpuMs;) {
      const {user, system} = process.cpuUsage(before);
      spentMs = (user + system) / 1000;
    }
  },
  exit: ({code}) => process.exit(code),
  crash: ({signal}) => dieBy(signal),
};

// A test that is over, or a runner that died, leaves no child behind.
home.on('close', () => process.exit(1));
home.on('error', () => process.exit(1));
// Without a reader (the supervisor was killed) printing is in vain, but no reason to die.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
send({hello: {pid: process.pid, grandchildId}});

for await (const line of createInterface({input: home})) {
  const {id, command, input} = JSON.parse(line);
  try {
    send({id, result: await commands[command](input)});
  } catch (error) {
    send({id, error: String(error)});
  }
}

function send(message, sent) {
  home.write(`${JSON.stringify(message)}\n`, sent);
}

/** Ends by the signal itself, so that the parent sees a signal and not an exit code. */
function dieBy(signal) {
  process.removeListener(signal, handlers.get(signal) ?? (() => {}));
  process.kill(process.pid, signal);
}
