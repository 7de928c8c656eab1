import {chmod, mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';
import {RunningCommand} from '../rig/running-command.ts';

const BIN = fileURLToPath(new URL('../../bin/prox.js', import.meta.url));
const processes = {web: 'exec sleep 1000', db: 'exec sleep 1000'};

/** A project whose `sub` is the working folder of the shells, with `prox` on their PATH. */
async function createProject(): Promise<ProxCli> {
  const files = {
    'bin/prox': `#!/bin/sh\nexec ${process.execPath} ${BIN} "$@"\n`,
    'sub/some-file.yaml': '',
  };
  const groups = {everything: ['web', 'db']};
  const cli = await ProxCli.create({config: {api: {port: 0}, processes, groups}, files});
  await chmod(join(cli.projectDir, 'bin/prox'), 0o755);
  for (const shell of ['bash', 'zsh', 'fish']) {
    await cli.write(`completion.${shell}`, (await cli.run('completion', shell)).stdout);
  }
  await mkdir(join(cli.projectDir, 'fpath'));
  await cli.write('fpath/_prox', cli.read('completion.zsh') ?? '');
  return cli;
}

/** What the shell offers for each line, sorted. */
type Complete = (cli: ProxCli, lines: readonly string[]) => Promise<(readonly string[])[]>;

async function runShell(cli: ProxCli, argv: readonly string[]): Promise<string> {
  const PATH = `${join(cli.projectDir, 'bin')}:${process.env['PATH'] ?? ''}`;
  const env = {PATH, HOME: cli.home, TERM: 'dumb', LANG: 'C.UTF-8'};
  const shell = new RunningCommand({argv, cwd: join(cli.projectDir, 'sub'), env});
  const {stdout, stderr} = await shell.exit;
  expect(stderr).toBe('');
  return stdout;
}

function wordsOf(text: string): readonly string[] {
  const words = text.split(/\s+/).filter(word => word !== '');
  return [...new Set(words)].sort();
}

const bash: Complete = async (cli, lines) => {
  const script = `. ../completion.bash
for line; do
  COMP_WORDS=($line)
  case "$line" in *" ") COMP_WORDS+=("") ;; esac
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  _prox
  # What \`complete -o default\` means, which needs a terminal.
  if [ \${#COMPREPLY[@]} = 0 ]; then COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")); fi
  echo "\${COMPREPLY[@]}"
done`;
  const text = await runShell(cli, ['bash', '--norc', '-c', script, 'bash', ...lines]);
  return text.trimEnd().split('\n').map(wordsOf);
};

/** Types the lines into a zsh on a terminal of its own, with a widget that prints all matches. */
function zsh(setup: string): Complete {
  return async (cli, lines) => {
    const script = `zmodload zsh/zpty
zpty -b z zsh -fi
zpty -w z "PS1= PROMPT_EOL_MARK= ; ${setup}"
zpty -w z 'list() {
  compadd() {
    local -a offered=()
    builtin compadd -O offered "$@"
    print -r -- "offer: \${(j: :)offered}"
  }
  _main_complete
  unfunction compadd
  print -r -- "the end"
}
zle -C list list-choices list; bindkey "^T" list; print rea"dy"'
zpty -r z seen '*ready*'
for line; do
  zpty -n -w z $'\\x15'"$line"$'\\x14'
  zpty -r z seen '*the end*'
  print -r -- "$seen"
done`;
    const text = await runShell(cli, ['zsh', '-fc', script, 'zsh', ...lines]);
    return text
      .split('the end')
      .slice(0, -1)
      .map(part => wordsOf([...part.matchAll(/offer: (.*)/g)].map(([, words]) => words).join(' ')));
  };
}

const fish: Complete = async (cli, lines) => {
  const script = `source ../completion.fish
for line in $argv
    echo (complete -C $line | string replace -r '\\t.*' '')
end`;
  const text = await runShell(cli, ['fish', '--no-config', '-c', script, ...lines]);
  return text.trimEnd().split('\n').map(wordsOf);
};

/** A line, and what may stand at its end. */
const OFFERS = {
  'prox st': ['start', 'stats', 'status', 'stop'],
  'prox p': ['ps'],
  'prox help lo': ['logs'],
  'prox -c x st': ['start', 'stats', 'status', 'stop'],
  'prox --verb': ['--verbose'],
  'prox up --det': ['--detach'],
  'prox logs --stream std': ['stderr', 'stdout'],
  'prox logs --timestamps ': ['iso', 'none', 'time'],
  'prox config sch': ['schema'],
  'prox config check so': ['some-file.yaml'],
  'prox -c so': ['some-file.yaml'],
  'prox stop ': ['db', 'everything', 'web'],
  'prox stop web ': ['db', 'everything', 'web'],
  'prox logs --process ': ['db', 'everything', 'web'],
  'prox status --graph ': ['json', 'mermaid', 'text'],
  'prox status --graph --tim': ['--timings'],
  'prox why ': ['db', 'everything', 'web'],
  'prox run ': ['db', 'web'],
  'prox send ': ['db', 'web'],
  'prox up --exit-code-from ': ['db', 'web'],
  'prox events ': ['ack'],
  'prox events --severity ': ['critical', 'info', 'warning'],
  'prox events --type cert': ['cert.expiring'],
  'prox api P': ['POST'],
  'prox api POST /processes/web/st': ['/processes/web/start', '/processes/web/stop'],
  'prox api GET /events/': ['/events/count', '/events/stream'],
  'prox events ack ': ['--all'],
};

test.each([
  ['bash', bash],
  ['zsh, sourced before compinit', zsh('source ../completion.zsh')],
  ['zsh, sourced after compinit', zsh('autoload -U compinit; compinit; . ../completion.zsh')],
  ['zsh, from an fpath', zsh('fpath+=(../fpath); autoload -U compinit; compinit')],
  ['fish', fish],
])('%s completes commands, options and values', async (_, complete) => {
  await using cli = await createProject();
  const lines = Object.keys(OFFERS);
  const offers = await complete(cli, lines);
  expect(Object.fromEntries(lines.map((line, index) => [line, offers[index]]))).toEqual(OFFERS);
});

test.each([
  ['bash', bash, 'prox status --graph = mer', 'mermaid'],
  [
    'zsh',
    zsh('autoload -U compinit; compinit; . ../completion.zsh'),
    'prox status --graph=mer',
    'mermaid',
  ],
  ['fish', fish, 'prox status --graph=mer', '--graph=mermaid'],
])('%s completes what follows the = of an option', async (_, complete, line, word) => {
  await using cli = await createProject();
  expect(await complete(cli, [line])).toEqual([[word]]);
});

test('names are those of the project around, whether its prox runs or not', async () => {
  await using cli = await createProject();
  const names = () => cli.spawnBy(['env', '-C', 'sub'], 'completion', 'names').exit;
  expect(await names()).toMatchObject({code: 0, stdout: 'web\ndb\neverything\n'});
  await cli.run('up', '-d');
  await cli.writeConfig({processes: {other: 'true'}});
  expect(await names()).toMatchObject({code: 0, stdout: 'web\ndb\neverything\n'});
});
