import type {OfferedWords} from './command-spec.ts';
import {
  OFFERS,
  OPTIONAL_VALUE_FLAGS,
  SUMMARIES,
  VALUE_FLAGS,
  type Offer,
} from './completion-words.ts';

/** The script of `bash`, `zsh` or `fish`, derived from the table of commands. */
export function completionScript(shell: string): string {
  switch (shell) {
    case 'fish':
      return fishScript();
    case 'zsh':
      return zshScript();
    default:
      return bashScript();
  }
}

function askFor(kind: 'names' | 'processes' | 'paths'): string {
  // Which paths there are depends on the method, the operand before.
  const about = kind === 'paths' ? 'paths:"$operand"' : kind;
  return `prox completion ${about} 2>/dev/null`;
}

function bashScript(): string {
  return `${posixWords()}
_prox() {
  local current="\${COMP_WORDS[COMP_CWORD]}"
  if [ "$current" = "=" ]; then current=""; fi
  COMPREPLY=($(compgen -W "$(_prox_words "$current" "\${COMP_WORDS[@]:1:$((COMP_CWORD-1))}")" -- "$current"))
}
complete -o default -F _prox prox
`;
}

/** Works from an fpath, and sourced: also before compinit, which forgets what was registered earlier. */
function zshScript(): string {
  return `#compdef prox
${posixWords()}
_prox() {
  local -a found before
  local current="\${words[CURRENT]}"
  before=("\${(@)words[2,CURRENT-1]}")
  if [[ "$current" = --*=* ]]; then
    before+=("\${current%%=*}")
    current="\${current#*=}"
    compset -P '*='
  fi
  found=(\${=$(_prox_words "$current" "\${(@)before}")})
  if (( $#found )); then compadd -a found; else _files; fi
}
if [[ "$funcstack[1]" = _prox ]]; then
  _prox "$@"
elif (( $+functions[compdef] )); then
  compdef _prox prox
else
  _prox_register() {
    compdef _prox prox
    add-zsh-hook -d precmd _prox_register
  }
  autoload -Uz compinit add-zsh-hook && compinit -i && compdef _prox prox
  add-zsh-hook precmd _prox_register
fi
`;
}

/** For bash and zsh: prints what may stand after some words; nothing where only a file may. */
function posixWords(): string {
  return `# _prox_words CURRENT BEFORE...
_prox_words() {
  local current="$1" word="" command="" value="" place=first operand=""
  shift
  for word in "$@"; do
    if [ "$word" = "=" ]; then continue; fi
    if [ -n "$value" ]; then value=""; continue; fi
    case "$word" in
      ${VALUE_FLAGS.join('|')}) value="$word" ;;
      -*) ;;
      *) if [ -z "$command" ]; then command="$word"; else operand="$word" place=later; fi ;;
    esac
  done
  case "$current" in
    -*)
      place=flag
      case "$value" in ${OPTIONAL_VALUE_FLAGS.join('|')}) value="" ;; esac ;;
  esac
  if [ -n "$value" ]; then command="" place="$value"; fi
  case "$command $place" in
${OFFERS.map(posixCase).join('\n')}
  esac
}`;
}

function posixCase({places, words}: Offer): string {
  return `    ${places.map(place => `"${place}"`).join('|')}) ${posixPrint(words)} ;;`;
}

function posixPrint(words: OfferedWords): string {
  if (words === 'files') return ':';
  return typeof words === 'string' ? askFor(words) : `echo "${words.join(' ')}"`;
}

function fishScript(): string {
  return `function __prox_words
    set -l current (commandline -ct)
    set -l words (commandline -opc)
    set -e words[1]
    set -l assigned (string match -r -- '^(--[^=]+)=(.*)' $current)
    and set -a words $assigned[2]
    and set current $assigned[3]
    set -l command ''
    set -l value ''
    set -l place first
    set -l operand ''
    for word in $words
        if test -n "$value"
            set value ''
            continue
        end
        switch $word
            case ${VALUE_FLAGS.join(' ')}
                set value $word
            case '-*'
            case '*'
                if test -z "$command"
                    set command $word
                else
                    set operand $word
                    set place later
                end
        end
    end
    if string match -q -- '-*' $current
        set place flag
        contains -- "$value" ${OPTIONAL_VALUE_FLAGS.join(' ')}; and set value ''
    end
    if test -n "$value"
        set command ''
        set place $value
    end
    switch "$command $place"
${OFFERS.map(fishCase).join('\n')}
    end
end
# The value of \`--flag=value\` is offered with its flag.
function __prox_offers
    set -l flag (string match -r -- '^--[^=]+=' (commandline -ct))
    __prox_words | string replace -r '^' -- "$flag"
end
complete -c prox -f -a '(__prox_offers)'
`;
}

function fishCase({places, words}: Offer): string {
  return `        case ${places.map(place => `'${place}'`).join(' ')}\n            ${fishPrint(words)}`;
}

function fishPrint(words: OfferedWords): string {
  if (words === 'files') return '__fish_complete_path $current';
  if (typeof words === 'string') return askFor(words);
  const described = words.map(word => {
    const summary = SUMMARIES.get(word);
    return summary === undefined ? word : `'${word}\\t${summary}'`;
  });
  return `printf '%b\\n' ${described.join(' ')}`;
}
