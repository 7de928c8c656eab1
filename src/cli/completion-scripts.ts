import {COMMANDS, GLOBAL_OPTIONS, type CommandSpec} from './command-table.ts';

/** The script of `bash`, `zsh` or `fish`, derived from the table of commands. */
export function completionScript(shell: string): string {
  if (shell === 'fish') return fishScript();
  // zsh runs bash's own completion functions.
  const prelude =
    shell === 'zsh' ? '#compdef prox\nautoload -U +X bashcompinit && bashcompinit\n' : '';
  return prelude + bashScript();
}

const NAMES = 'prox completion names 2>/dev/null';

function bashScript(): string {
  const cases = COMMANDS.map(spec => `    ${spec.name}) words="${wordsOf(spec).join(' ')}" ;;`);
  const takers = COMMANDS.filter(({takesNames}) => takesNames === true).map(({name}) => name);
  return `_prox() {
  local current="\${COMP_WORDS[COMP_CWORD]}" command="" word words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in
      -*) ;;
      *) command="$word"; break ;;
    esac
  done
  case "$command" in
    "") words="${[...COMMANDS.map(({name}) => name), ...GLOBAL_FLAGS].join(' ')}" ;;
${cases.join('\n')}
  esac
  case "$command" in
    ${takers.join('|')}) words="$words $(${NAMES})" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _prox prox
`;
}

function fishScript(): string {
  const lines = ['complete -c prox -f'];
  for (const spec of COMMANDS) {
    const isFirst = `-n __fish_use_subcommand -a ${spec.name} -d '${spec.summary}'`;
    const isAfter = `-n '__fish_seen_subcommand_from ${spec.name}'`;
    lines.push(`complete -c prox ${isFirst}`);
    if (spec.takesNames === true) lines.push(`complete -c prox ${isAfter} -a '(${NAMES})'`);
    for (const choice of spec.choices ?? []) lines.push(`complete -c prox ${isAfter} -a ${choice}`);
    for (const flag of flagsOf(spec.options)) {
      lines.push(`complete -c prox ${isAfter} -l ${flag.replace(/^--/, '')}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function wordsOf(spec: CommandSpec): readonly string[] {
  return [...(spec.choices ?? []), ...flagsOf(spec.options), ...GLOBAL_FLAGS];
}

/** The long form of each option that is shown. */
function flagsOf(options: CommandSpec['options']): readonly string[] {
  return options.flatMap(([flags, text]) => {
    const long = /--[a-z-]+/.exec(flags);
    return long === null || text === undefined ? [] : [long[0]];
  });
}

const GLOBAL_FLAGS = [...flagsOf(GLOBAL_OPTIONS), '--help'];
