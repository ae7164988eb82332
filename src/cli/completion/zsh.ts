import type { CommandTable, CompletedCommand, CompletedTopic, Filling } from './command-table.ts';
import { shellQuoted } from './quoted.ts';

/** Completion for zsh, to be read after `compinit`. */
export function zshCompletion({ commands, topics }: CommandTable): string {
  const help = { name: 'help', summary: 'Tell about a command' };
  const firsts = [help, ...topics, ...commands.filter(({ name }) => !name.includes(' '))];
  const seconds = topics.map(({ name }) => {
    const own = commands.filter((one) => one.name.startsWith(`${name} `));
    return `    ${name}) words_after=(${described(own.map((one) => ({ ...one, name: one.name.slice(name.length + 1) })))}) ;;`;
  });
  return `#compdef etl
# Completion of etl for zsh: \`eval "$(etl completion zsh)"\` in ~/.zshrc, after compinit.

_etl_words() { # what can stand after these words, each with what it is
  words_after=()
  case "$1" in
    '') words_after=(${described(firsts)}) ;;
${seconds.join('\n')}
  esac
}

_etl() {
  local command='' at=2
  local -a words_after
  if [[ $words[2] == help ]] && (( CURRENT > 2 )); then at=3; fi
  _etl_words ''
  while (( $#words_after )); do
    if (( at == CURRENT )); then
      _describe command words_after
      return
    fi
    command="\${command:+$command }$words[at]"
    (( at++ ))
    _etl_words "$command"
  done
  # What follows is told as if the command were one word.
  (( CURRENT -= at - 2 ))
  words=("$command" "\${(@)words[at,-1]}")
  case "$command" in
${commands.map(toCase).join('\n')}
  esac
}

compdef _etl etl
`;
}

function described(choices: readonly CompletedTopic[]): string {
  return choices.map(({ name, summary }) => shellQuoted(`${name}:${summary.replaceAll(':', '\\:')}`)).join(' ');
}

function toCase({ name, args, flags }: CompletedCommand): string {
  const ofFlags = flags.flatMap((flag) => {
    const names = [`--${flag.name}`, ...(flag.char === undefined ? [] : [`-${flag.char}`])];
    const value = flag.value === undefined ? '' : `:value:${actionOf(flag.value)}`;
    return names.map((one) => `*${one}[${flag.summary.replaceAll(/[\\[\]:]/g, String.raw`\$&`)}]${value}`);
  });
  const ofArgs = args.map((arg, at) => `${at + 1}:${arg.name}:${actionOf(arg.filling)}`);
  const parts = [...ofFlags, '--help[Tell about the command]', ...ofArgs].map(shellQuoted);
  return `    ${shellQuoted(name)}) _arguments ${parts.join(' ')} ;;`;
}

function actionOf(filling: Filling): string {
  if (typeof filling !== 'string') return `(${filling.join(' ')})`;
  return { file: '_files', spec: '_files -g "*.(yaml|yml)"', folder: '_files -/', unknown: ' ' }[filling];
}
