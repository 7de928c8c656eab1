import {type Contribution, type Entry, notCarriedOver} from './draft.ts';
import type {SourceFile} from './source-file.ts';

const LINE = /^(?<name>[^:#\s][^:]*):\s*(?<cmd>\S.*)$/;

/** foreman gives the first process type this port, and each one that follows 100 more. */
const FIRST_PORT = 5000;
const PORT_STEP = 100;

/** The process types of a Procfile, as foreman runs them. */
export function fromProcfile({path, text}: SourceFile): Contribution {
  const lines = text.split(/\r\n|\n|\r/).map(line => line.trim());
  const written = lines.filter(line => line !== '' && !line.startsWith('#'));
  const odd = written.filter(line => !LINE.test(line));
  const pairs = written.flatMap(line => {
    const {name = '', cmd = ''} = LINE.exec(line)?.groups ?? {};
    return cmd === '' ? [] : [{name: name.trim(), cmd}];
  });
  const entries = pairs.map(({name, cmd}, index) =>
    toEntry(name, cmd, FIRST_PORT + index * PORT_STEP),
  );
  const isPortGuessed = entries.some(({keys}) => keys['port'] === undefined);
  return {
    source: path,
    entries,
    readsDotEnv: true,
    remarks: [
      ...odd.map(line => notCarriedOver(`the line \`${line}\` of ${path}`)),
      ...(isPortGuessed ? [PORT_REMARK] : []),
    ],
  };
}

const PORT_REMARK =
  'foreman gives every process a PORT; here those have a `port` whose command names it';

/** A release phase runs to its end (devcenter.heroku.com/articles/release-phase). */
function toEntry(name: string, cmd: string, port: number): Entry {
  const isTask = name === 'release';
  const readsPort = !isTask && /\$(?:PORT\b|\{PORT\b)/.test(cmd);
  return {
    section: isTask ? 'tasks' : 'processes',
    name,
    keys: readsPort ? {cmd, port} : {cmd},
    needs: {},
    remarks: [],
  };
}
