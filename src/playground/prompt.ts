/** The line at which somebody types: prompt, history, Tab, Ctrl-C, and lines that belong together. */
import { createInterface, type Interface } from 'node:readline/promises';
import { complete, type Names } from './complete.ts';

export interface Streams {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly talk: NodeJS.WritableStream;
}

export interface PromptOptions {
  /** The newest first. */
  readonly history: string[];
  readonly names: () => Names;
  /** False where more lines have to follow. */
  readonly isWhole: (text: string) => boolean;
  /** Stops what is under way; false where nothing is. */
  readonly hasStopped: () => boolean;
  readonly say: (text: string) => void;
}

export interface Entered {
  /** Without blanks around it. */
  readonly text: string;
  readonly lines: readonly string[];
}

const FIRST = 'etl> ';
const MORE = '...> ';

/** What is typed, entry by entry, until the input ends or the person leaves. */
export async function* openPrompt(streams: Streams, options: PromptOptions): AsyncGenerator<Entered, void> {
  const { input, output } = streams;
  const isTyped = input.isTTY === true;
  let lines: string[] = [];
  const prompt = createInterface({
    input,
    output,
    terminal: isTyped && output.isTTY === true,
    history: options.history,
    removeHistoryDuplicates: true,
    completer: (line: string) => complete(line, options.names(), lines.join('\n')),
  });
  // Input from a pipe ends before its last lines are worked on.
  let isOpen = true;
  prompt.once('close', () => (isOpen = false));
  output.once('error', () => prompt.close());
  const ask = (): void => {
    prompt.setPrompt(lines.length === 0 ? FIRST : MORE);
    if (isTyped && isOpen) prompt.prompt();
  };
  let hasHinted = false;
  prompt.on('SIGINT', () => {
    if (options.hasStopped()) return;
    const isEmpty = prompt.line === '' && lines.length === 0;
    if (isEmpty && hasHinted) return prompt.close();
    hasHinted = isEmpty;
    dropLine(prompt, output);
    lines = [];
    if (isEmpty) options.say('To leave, press Ctrl-C again, or Ctrl-D, or type .exit');
    ask();
  });
  try {
    ask();
    for await (const line of prompt) {
      hasHinted = false;
      const isEnd = lines.length > 0 && line.trim() === '';
      if (!isEnd) lines.push(line);
      const text = lines.join('\n').trim();
      if (text !== '' && (isEnd || options.isWhole(text))) {
        const entered = { text, lines };
        lines = [];
        yield entered;
      } else if (text === '') lines = [];
      ask();
    }
    if (lines.length > 0) yield { text: lines.join('\n').trim(), lines };
  } finally {
    prompt.close();
  }
}

function dropLine(prompt: Interface, output: NodeJS.WritableStream): void {
  prompt.write(null, { ctrl: true, name: 'e' });
  output.write('\n');
  prompt.write(null, { ctrl: true, name: 'u' });
}
