import {describe, expect, it} from 'vitest';
import {redactCommand} from '../../../src/config/redact-command.ts';

const R = '[REDACTED]';

describe('a command that is shown', () => {
  it.each([
    ['API_KEY=geheim npm start', `API_KEY=${R} npm start`],
    ["DB_PASSWORD='ge heim' npm start", `DB_PASSWORD=${R} npm start`],
    ['serve --token geheim --port 3000', `serve --token ${R} --port 3000`],
    ['serve --auth-token="ge heim" x', `serve --auth-token=${R} x`],
    ['psql postgres://app:geheim@db/app', `psql postgres://app:${R}@db/app`],
    ['curl "http://x/?api_key=geheim&page=2"', `curl "http://x/?api_key=${R}&page=2"`],
    ['curl -H "Authorization: Bearer geheim" x', `curl -H "Authorization: ${R}" x`],
    [`post '{"password": "geheim"}'`, `post '{"password": ${R}}'`],
  ])('hides what is given to a name that looks secret: %s', (cmd, shown) => {
    expect(redactCommand(cmd, {})).toBe(shown);
  });

  it.each([
    'npm run auth:dev',
    'serve --token $TOKEN --key "${KEY}"',
    'API_KEY=$KEY npm start',
    'node server.js --port 3000 --monitor on',
    'ssh-keygen -t ed25519',
    'tokens list',
  ])('stays as it is where it tells no secret: %s', cmd => {
    expect(redactCommand(cmd, {})).toBe(cmd);
  });

  it('hides the secrets of its environment wherever they stand', () => {
    expect(redactCommand('login geheimnis', {DB_PASSWORD: 'geheimnis'})).toBe(`login ${R}`);
  });

  it('hides the word after a flag that looks secret, where it is a list', () => {
    const cmd = ['serve', '--token', 'geheim', '--port', '3000', 'KEY=geheim'];
    expect(redactCommand(cmd, {})).toEqual(['serve', '--token', R, '--port', '3000', `KEY=${R}`]);
  });

  it.each(['TOKEN'.repeat(100_000), '-'.repeat(500_000), `token${' '.repeat(500_000)}`])(
    'takes no longer when it is made to',
    cmd => {
      expect(redactCommand(cmd, {})).toBe(cmd);
    },
    1000,
  );
});
