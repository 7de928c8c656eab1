// What there is to ask the database, in the words of either kind.
import {execFile} from 'node:child_process';
import {createConnection} from 'node:net';
import {text} from 'node:stream/consumers';
import {findPostgres} from './find-postgres.mjs';

/** Command of the small store → SQL that gives the same JSON. */
const SQL = {
  ready: 'SELECT true',
  create: 'CREATE TABLE IF NOT EXISTS jobs (id serial PRIMARY KEY, done boolean DEFAULT false)',
  add: `WITH added AS (INSERT INTO jobs DEFAULT VALUES RETURNING *)
    SELECT row_to_json(added) FROM added`,
  list: `SELECT coalesce(json_agg(jobs ORDER BY id), '[]') FROM jobs`,
  finish: `WITH finished AS (UPDATE jobs SET done = true
      WHERE id = (SELECT min(id) FROM jobs WHERE NOT done) RETURNING *)
    SELECT row_to_json(finished) FROM finished`,
};

const bin = findPostgres();

/** @returns what the command gives: a job, a list of jobs, or undefined */
export async function ask(command) {
  const answer = bin ? await askPostgres(SQL[command]) : await askStore(command);
  return /^[[{]/.test(answer) ? JSON.parse(answer) : undefined;
}

function askPostgres(sql) {
  const options = ['--no-psqlrc', '--quiet', '--tuples-only', '--no-align', '-c', sql];
  return new Promise((resolve, reject) => {
    execFile(`${bin}/psql`, options, (error, stdout, stderr) => {
      if (error) reject(new Error((stderr || error.message).split('\n')[0]));
      else resolve(stdout);
    });
  });
}

async function askStore(command) {
  const socket = createConnection(process.env.PGPORT, process.env.PGHOST);
  socket.end(`${command}\n`);
  const answer = await text(socket);
  if (answer.startsWith('error')) throw new Error(answer.trim());
  return answer;
}
