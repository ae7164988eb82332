import type { CommandTable, CompletedCommand, Filling } from './command-table.ts';
import { fishQuoted } from './quoted.ts';

/** Completion for fish, from 3.0 on. */
export function fishCompletion({ commands, topics }: CommandTable): string {
  const firsts = [...topics, ...commands.filter(({ name }) => !name.includes(' '))];
  const seconds = commands.filter(({ name }) => name.includes(' '));
  return `# Completion of etl for fish: \`etl completion fish > ~/.config/fish/completions/etl.fish\`.

function __etl_words -d 'The words of the line before the cursor, without etl and help'
  set -l words (commandline -opc)
  set -e words[1]
  if test "$words[1]" = help
    set -e words[1]
  end
  string join -- \\n $words
end

function __etl_after -d 'Whether these words are all that stand before the cursor'
  set -l words (__etl_words)
  test "$words" = "$argv"
end

function __etl_is -d 'Whether the line begins with this command'
  set -l words (__etl_words)
  set -l own (string split ' ' -- $argv[1])
  set -l last (count $own)
  test "$words[1..$last]" = "$argv[1]"
end

complete -c etl -f
complete -c etl -n __etl_after -a help -d 'Tell about a command'
${firsts.map(({ name, summary }) => wordLine('', name, summary)).join('\n')}
${seconds.map(({ name, summary }) => wordLine(...(name.split(' ') as [string, string]), summary)).join('\n')}
${commands.flatMap(toLines).join('\n')}
`;
}

function wordLine(after: string, word: string, summary: string): string {
  return `complete -c etl -n ${fishQuoted(`__etl_after ${after}`.trim())} -a ${word} -d ${fishQuoted(summary)}`;
}

function toLines({ name, args, flags }: CompletedCommand): string[] {
  const start = `complete -c etl -n ${fishQuoted(`__etl_is ${fishQuoted(name)}`)}`;
  const ofFlags = flags.map((flag) => {
    const short = flag.char === undefined ? '' : ` -s ${flag.char}`;
    const value = flag.value === undefined ? '' : ` ${valueOf(flag.value)}`;
    return `${start} -l ${flag.name}${short}${value} -d ${fishQuoted(flag.summary)}`;
  });
  const help = `${start} -l help -d ${fishQuoted('Tell about the command')}`;
  const fillings = [...new Set(args.map(({ filling }) => wordsOf(filling)))].filter((words) => words !== '');
  return [...ofFlags, help, ...fillings.map((words) => `${start} -a ${fishQuoted(words)}`)];
}

/** A flag's own value: `-r` says that it has one, `-F` that it is a file. */
function valueOf(filling: Filling): string {
  if (filling === 'file') return '-r -F';
  const words = wordsOf(filling);
  return words === '' ? '-x' : `-x -a ${fishQuoted(words)}`;
}

/** What fish makes the words of. */
function wordsOf(filling: Filling): string {
  if (typeof filling !== 'string') return filling.join(' ');
  return {
    file: '(__fish_complete_path (commandline -ct))',
    spec: '(__fish_complete_suffix .yaml)',
    folder: '(__fish_complete_directories (commandline -ct))',
    unknown: '',
  }[filling];
}
