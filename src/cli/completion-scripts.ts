import {OFFERS, SUMMARIES, VALUE_FLAGS, type Offer, type Words} from './completion-words.ts';

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

const NAMES = 'prox completion names 2>/dev/null';

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
  local -a found
  found=(\${=$(_prox_words "\${words[CURRENT]}" "\${(@)words[2,CURRENT-1]}")})
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
  local current="$1" word="" command="" value="" place=first
  shift
  for word in "$@"; do
    if [ "$word" = "=" ]; then continue; fi
    if [ -n "$value" ]; then value=""; continue; fi
    case "$word" in
      ${VALUE_FLAGS.join('|')}) value="$word" ;;
      -*) ;;
      *) if [ -z "$command" ]; then command="$word"; else place=later; fi ;;
    esac
  done
  case "$current" in
    -*) place=flag ;;
  esac
  if [ -n "$value" ]; then command="" place="$value"; fi
  case "$command $place" in
${OFFERS.map(posixCase).join('\n')}
  esac
}`;
}

function posixCase({places, words}: Offer): string {
  const print =
    words === 'names' ? NAMES : typeof words === 'string' ? ':' : `echo "${words.join(' ')}"`;
  return `    ${places.map(place => `"${place}"`).join('|')}) ${print} ;;`;
}

function fishScript(): string {
  return `function __prox_words
    set -l current (commandline -ct)
    set -l words (commandline -opc)
    set -e words[1]
    set -l command ''
    set -l value ''
    set -l place first
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
                test -z "$command"; and set command $word; or set place later
        end
    end
    string match -q -- '-*' $current; and set place flag
    if test -n "$value"
        set command ''
        set place $value
    end
    switch "$command $place"
${OFFERS.map(fishCase).join('\n')}
    end
end
complete -c prox -f -a '(__prox_words)'
`;
}

function fishCase({places, words}: Offer): string {
  return `        case ${places.map(place => `'${place}'`).join(' ')}\n            ${fishPrint(words)}`;
}

function fishPrint(words: Words): string {
  if (words === 'names') return NAMES;
  if (words === 'files') return '__fish_complete_path $current';
  const described = words.map(word => {
    const summary = SUMMARIES.get(word);
    return summary === undefined ? word : `'${word}\\t${summary}'`;
  });
  return `printf '%b\\n' ${described.join(' ')}`;
}
