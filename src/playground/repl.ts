import { EtlError, ProblemsError } from '../base/errors.ts';
import type { Secrets } from '../base/secrets.ts';
import type { SourceRecord } from '../contracts/record.ts';
import type { ConsoleLog } from '../cli/console-log.ts';
import { evaluateOn } from './evaluate.ts';
import { describeGroup } from './describe-group.ts';
import { drawValue, drawVerdict } from './evaluation.ts';
import { RecordFinder, type Wanted } from './find-record.ts';
import { drawProblems } from '../cli/frame.ts';
import { isIncomplete } from '../expression/is-expression.ts';
import type { LoadedPipeline } from '../cli/load-pipeline.ts';
import { printable } from '../base/printable.ts';
import { openPrompt, type Streams } from './prompt.ts';
import { parseReplCommand, REPL_HELP } from './repl-commands.ts';
import { History } from './repl-history.ts';
import { withoutMark } from './typed-expression.ts';

export interface ReplOptions {
  /** Loads the pipeline, now and at `.reload`. Throws ProblemsError. */
  readonly load: () => Promise<LoadedPipeline>;
  readonly secrets: Secrets;
  readonly talk: ConsoleLog;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * A prompt on a pipeline's own source, with the same engine as a run. Values go to the output, everything else is talk.
 * Returns when the person leaves.
 */
export async function startRepl(options: ReplOptions, streams: Streams): Promise<void> {
  const session = await Session.start(options, streams);
  try {
    await session.listen(streams);
  } finally {
    await session.end();
  }
}

/** All cells of a record, those of its children too. */
function cellsOf({ cells, repeats }: SourceRecord): readonly string[] {
  return [...cells, ...[...(repeats?.values() ?? [])].flat().flatMap(cellsOf)];
}

class Session {
  readonly #options: ReplOptions;
  readonly #streams: Streams;
  readonly #history: History;
  #loaded: LoadedPipeline;
  #finder: RecordFinder;
  #record!: SourceRecord;
  /** Gives up the look-up that is under way. */
  #looking: AbortController | undefined;

  private constructor(options: ReplOptions, streams: Streams, loaded: LoadedPipeline) {
    this.#options = options;
    this.#streams = streams;
    this.#history = new History(options.secrets, options.env);
    this.#loaded = loaded;
    this.#finder = new RecordFinder(loaded.pipeline);
  }

  static async start(options: ReplOptions, streams: Streams): Promise<Session> {
    const session = new Session(options, streams, await options.load());
    try {
      await session.#find({ row: 1 });
    } catch (error) {
      await session.end();
      throw error;
    }
    return session;
  }

  async listen(streams: Streams): Promise<void> {
    const { talk } = this.#options;
    const isTyped = streams.input.isTTY === true;
    talk.info(`${this.#loaded.pipeline.name}, row ${this.#record.row} of the source. .help shows what can be done.`);
    const prompt = openPrompt(streams, {
      history: isTyped ? this.#history.load() : [],
      names: () => ({
        columns: this.#record.header.columns,
        repeats: new Map([...(this.#record.header.repeats ?? [])].map(([name, { columns }]) => [name, columns])),
        functions: (this.#loaded.context.userFunctions ?? []).map((declared) => declared.name),
      }),
      isWhole: (text) => text.trimStart().startsWith('.') || !isIncomplete(withoutMark(text).text),
      hasStopped: () => this.#stopLooking(),
      say: (text) => this.#say(text),
    });
    for await (const { text, lines } of prompt) {
      // An id is personal data; the history outlives the prompt. What comes through a pipe nobody has typed.
      if (isTyped && !text.startsWith('.')) for (const line of lines) this.#history.add(line);
      try {
        if ((await this.#perform(text)) === 'exit') break;
      } catch (error) {
        this.#tell(error);
      }
    }
  }

  async end(): Promise<void> {
    await this.#finder.close();
  }

  async #perform(text: string): Promise<'exit' | undefined> {
    if (!text.startsWith('.')) {
      await this.#evaluate(text);
      return undefined;
    }
    const command = parseReplCommand(text);
    switch (command.is) {
      case 'exit':
        return 'exit';
      case 'find':
        await this.#find(command.wanted);
        await this.#sayWhere();
        break;
      case 'where':
        await this.#sayWhere();
        break;
      case 'columns':
        this.#sayColumns(command.word);
        break;
      case 'reload':
        await this.#reload();
        break;
      case 'help':
        this.#say(REPL_HELP);
    }
    return undefined;
  }

  async #evaluate(typed: string): Promise<void> {
    const { secrets, talk } = this.#options;
    const { text, hadMark } = withoutMark(typed);
    if (hadMark) talk.info('The = marks an expression in a spec and is no part of it: left out.');
    const { context } = await this.#loaded.contextOf(this.#record);
    const evaluated = await evaluateOn(text, this.#record, context);
    if (evaluated.warnings.length > 0) this.#say(drawProblems(evaluated.warnings, { color: false, secrets }));
    this.#streams.output.write(`${drawValue(evaluated.value, secrets)}\n`);
    talk.info(`  ${drawVerdict(evaluated)}`);
  }

  async #find(wanted: Wanted): Promise<void> {
    const looking = new AbortController();
    const stopped = new Promise<never>((_, reject) => {
      looking.signal.addEventListener('abort', () => reject(new EtlError('repl/stopped', {})));
    });
    this.#looking = looking;
    try {
      this.#record = await Promise.race([this.#finder.find(wanted, looking.signal), stopped]);
      this.#history.addRow(cellsOf(this.#record));
    } finally {
      this.#looking = undefined;
    }
  }

  /** True where there was a look-up to stop. What it was reading is left behind. */
  #stopLooking(): boolean {
    if (!this.#looking) return false;
    this.#looking.abort();
    void this.#finder.close().catch(() => undefined);
    this.#finder = new RecordFinder(this.#loaded.pipeline);
    return true;
  }

  async #reload(): Promise<void> {
    this.#loaded = await this.#options.load();
    await this.#finder.close();
    this.#finder = new RecordFinder(this.#loaded.pipeline);
    await this.#find({ row: this.#record.row });
    this.#say(`${this.#loaded.pipeline.name} is read again.`);
    await this.#sayWhere();
  }

  async #sayWhere(): Promise<void> {
    const group = describeGroup(this.#record);
    if (group !== undefined) this.#say(group);
    const { version } = await this.#loaded.contextOf(this.#record);
    const form = version === undefined ? '' : `, form version ${version}`;
    const { row, line, sheet } = this.#record;
    const inFile = line === undefined ? '' : ` (${line} ${sheet === undefined ? 'in Excel' : `of sheet ${sheet}`})`;
    this.#say(`row ${row}${inFile}${form}`);
  }

  #sayColumns(word: string): void {
    const { secrets } = this.#options;
    const { header, cells, repeats } = this.#record;
    for (const [name, at] of header.positions) {
      if (!name.toLowerCase().includes(word.toLowerCase())) continue;
      this.#streams.output.write(`${printable(secrets.mask(name))} = ${drawValue(cells[at], secrets)}\n`);
    }
    for (const [name, { columns }] of header.repeats ?? []) {
      const named = columns.filter((column) => column.toLowerCase().includes(word.toLowerCase()));
      if (!name.toLowerCase().includes(word.toLowerCase()) && named.length === 0) continue;
      const list = (named.length > 0 ? named : columns).join(', ');
      this.#streams.output.write(
        `${printable(secrets.mask(name))}: ${repeats?.get(name)?.length ?? 0} of ${printable(secrets.mask(list))}\n`,
      );
    }
  }

  #tell(error: unknown): void {
    if (error instanceof ProblemsError) {
      this.#say(drawProblems(error.problems, { color: false, secrets: this.#options.secrets }));
    } else if (error instanceof EtlError) this.#say(`${error.message}${error.hint ? `\n  = ${error.hint}` : ''}`);
    else throw error;
  }

  /** Talk that somebody asked for: it is shown even where talk is kept to what is needed. */
  #say(text: string): void {
    this.#streams.talk.write(`${printable(this.#options.secrets.mask(text))}\n`);
  }
}
