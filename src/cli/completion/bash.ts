import type { CommandTable, CompletedCommand, Filling } from './command-table.ts';
import { shellQuoted } from './quoted.ts';

/** Completion for bash, from 3.2 on, which macOS has. */
export function bashCompletion({ commands, topics }: CommandTable): string {
  const firsts = [...new Set(['help', ...commands.map(({ name }) => name.split(' ', 1).join(''))])];
  const seconds = topics.map(({ name }) => {
    const words = commands.filter((one) => one.name.startsWith(`${name} `)).map((one) => one.name.split(' ')[1]);
    return `    ${name}) echo ${shellQuoted(words.join(' '))} ;;`;
  });
  return `# Completion of etl for bash: \`eval "$(etl completion bash)"\` in ~/.bashrc.

_etl_words() { # the words that can stand after these
  case "$1" in
    '') echo ${shellQuoted(firsts.join(' '))} ;;
${seconds.join('\n')}
  esac
}

_etl_fill() { # with files, specs, folders, or words
  local found
  while IFS= read -r found; do COMPREPLY+=("$found"); done < <(
    case "$1" in
      (file) compgen -f -- "$word" ;;
      (spec) compgen -d -- "$word"; compgen -f -X '!*.y*ml' -- "$word" ;;
      (folder) compgen -d -- "$word" ;;
      (unknown) ;;
      (*) compgen -W "$1" -- "$word" ;;
    esac
  )
  case "$1" in (file | spec | folder) compopt -o filenames 2>/dev/null ;; esac
}

_etl() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} at=1 command='' flags='' fillings=() filling
  # \`--flag=value\` comes as three words.
  if [[ $word == = ]]; then word=''; elif [[ $before == = ]]; then before=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  COMPREPLY=()
  if [[ \${COMP_WORDS[1]} == help ]] && ((COMP_CWORD > 1)); then at=2; fi
  while [[ -n $(_etl_words "$command") ]]; do
    if ((at == COMP_CWORD)); then
      _etl_fill "$(_etl_words "$command")"
      return
    fi
    command="\${command:+$command }\${COMP_WORDS[at]}"
    at=$((at + 1))
  done
  case "$command" in
${commands.map(toCase).join('\n')}
    *) return ;;
  esac
  if [[ $word == -* ]]; then
    _etl_fill "$flags"
    return
  fi
  for filling in "\${fillings[@]}"; do
    # What the flag before takes, else what the command does.
    if [[ $before == -* && " \${filling%%:*} " == *" $before "* ]]; then
      _etl_fill "\${filling#*:}"
      return
    fi
    if [[ $filling == :* ]]; then _etl_fill "\${filling#:}"; fi
  done
}

complete -F _etl etl
`;
}

/** Flags with values come first, then the arguments: the first that fits is taken. */
function toCase({ name, args, flags }: CompletedCommand): string {
  const names = flags.flatMap((flag) => [`--${flag.name}`, ...(flag.char === undefined ? [] : [`-${flag.char}`])]);
  const ofFlags = flags.flatMap(({ name: flag, char, value }) =>
    value === undefined ? [] : [`--${flag}${char === undefined ? '' : ` -${char}`}:${toText(value)}`],
  );
  const places = new Set(args.map(({ filling }) => toText(filling)));
  // Specs are files.
  const ofArgs = [...places].filter((one) => one !== 'spec' || !places.has('file')).map((one) => `:${one}`);
  const fillings = [...ofFlags, ...ofArgs].map(shellQuoted).join(' ');
  return `    ${shellQuoted(name)}) flags=${shellQuoted([...names, '--help'].join(' '))} fillings=(${fillings}) ;;`;
}

function toText(filling: Filling): string {
  return typeof filling === 'string' ? filling : filling.join(' ');
}
