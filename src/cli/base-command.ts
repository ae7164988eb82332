import { stripVTControlCharacters } from 'node:util';
import { Command, Flags, type Interfaces } from '@oclif/core';
import { EtlError, EXIT, ProblemsError } from '../base/errors.ts';
import { Secrets } from '../base/secrets.ts';
import type { Problem } from '../base/problem.ts';
import { printable, printableJson, printableLine } from '../base/printable.ts';
import type { RunReport } from '../report/report.ts';
import { lackingArguments, strangeFlags, type Lacking } from './command-words.ts';
import { ConsoleLog } from './console-log.ts';
import { StoppedByPerson } from './stopped-by-person.ts';
import { exitCodeOf, isUsage, toErrorObject } from './error-json.ts';
import { FailedRun } from './failed-run.ts';
import { drawProblems } from './frame.ts';

type FlagsOf<T extends typeof Command> = Interfaces.InferredFlags<(typeof BaseCommand)['baseFlags'] & T['flags']>;
type ArgsOf<T extends typeof Command> = Interfaces.InferredArgs<T['args']>;

/**
 * What all commands share: the flags that are everywhere, and how errors reach people. Results go to stdout, talk to
 * stderr; with `--json` stdout is one JSON object, also for an error.
 */
export abstract class BaseCommand<T extends typeof Command> extends Command {
  static override enableJsonFlag = true;

  static override baseFlags = {
    'env-file': Flags.string({
      description: 'Take variables from this file too, in place of .env beside the spec; the environment wins.',
      helpGroup: 'GLOBAL',
      helpValue: 'FILE',
    }),
    connections: Flags.string({
      description: 'Use the connections of this file in place of those of the spec.',
      helpGroup: 'GLOBAL',
      helpValue: 'FILE',
    }),
    quiet: Flags.boolean({
      char: 'q',
      description: 'Say only what needs a person.',
      helpGroup: 'GLOBAL',
      exclusive: ['verbose'],
    }),
    verbose: Flags.boolean({ char: 'v', description: 'Say everything.', helpGroup: 'GLOBAL' }),
  };

  protected flags!: FlagsOf<T>;
  protected args!: ArgsOf<T>;
  protected readonly secrets = new Secrets();
  protected talk!: ConsoleLog;

  override async init(): Promise<void> {
    await super.init();
    const { args, flags } = await this.parse({
      flags: this.ctor.flags,
      baseFlags: (super.ctor as typeof BaseCommand).baseFlags,
      args: this.ctor.args,
      strict: this.ctor.strict,
      enableJsonFlag: this.ctor.enableJsonFlag,
    });
    this.flags = flags as FlagsOf<T>;
    this.args = args as ArgsOf<T>;
    const verbosity = flags['quiet'] ? 'quiet' : flags['verbose'] ? 'verbose' : 'normal';
    this.talk = new ConsoleLog({ stream: process.stderr, verbosity, secrets: this.secrets });
  }

  /** Shows problems on stderr, drawn in their files. Warnings alone do not wake cron: quiet leaves them out. */
  protected showProblems(problems: readonly Problem[]): void {
    const isQuiet = this.flags?.quiet && problems.every((problem) => problem.severity === 'warning');
    if (problems.length > 0 && !isQuiet)
      process.stderr.write(`${drawProblems(problems, { color: useColor(), secrets: this.secrets })}\n`);
  }

  /** Shows what is wrong with a spec that can be used all the same. */
  protected showSpecErrors(problems: readonly Problem[]): void {
    const errors = problems.filter((problem) => problem.severity === 'error');
    if (errors.length > 0) this.talk.warn('the spec has errors, and is used as far as it goes:');
    this.showProblems(errors);
  }

  /** Prints a line of the result, unless the result is wanted as JSON. */
  protected print(text: string): void {
    this.printShown(printable(this.secrets.mask(text)));
  }

  /** Prints what can be shown as it is: a value, in which a number stays whatever it looks like. */
  protected printShown(text: string): void {
    if (!this.jsonEnabled()) process.stdout.write(`${text}\n`);
  }

  /** Shows a report, and sets the exit code. Quiet runs with nothing to do for a person, and no news for one, stay silent. */
  protected async finish(report: RunReport): Promise<void> {
    this.talk.end();
    process.exitCode = report.exitCode;
    if (!this.isSilentOn(report)) await this.showReport(report);
  }

  protected override toErrorJson(error: unknown): unknown {
    return toErrorObject(error as Error);
  }

  protected override logJson(json: unknown): void {
    process.stdout.write(`${printableJson(this.secrets.toJson(json, 2) ?? 'null')}\n`);
  }

  protected override async catch(thrown: Error & { exitCode?: number; oclif?: { exit?: number } }): Promise<void> {
    this.talk?.end();
    const error = thrown instanceof FailedRun ? thrown.cause : thrown;
    if (isAboutArguments(error)) error.message = lackingArguments(error.args, this.id ?? '');
    if (isAboutFlags(error)) error.message = strangeFlags(error.flags, this.#flagNames(), this.id ?? '');
    const report = thrown instanceof FailedRun ? thrown.report : undefined;
    process.exitCode = report?.exitCode ?? exitCodeOf(error);
    if (this.jsonEnabled()) {
      this.logJson(report ?? this.toErrorJson(error));
      return;
    }
    if (report && report.counts.read > 0) await this.showReport(report);
    if (error instanceof ProblemsError) this.showProblems(error.problems);
    else process.stderr.write(`${printable(this.secrets.mask(toText(error, this.flags?.verbose)))}\n`);
  }

  #flagNames(): string[] {
    return [...Object.keys({ ...this.ctor.flags, ...this.ctor.baseFlags }), 'json', 'help'];
  }

  /** Quiet, and nothing to say that a person needs. */
  protected isSilentOn({ exitCode, drift }: RunReport): boolean {
    return this.flags.quiet && exitCode === EXIT.ok && !drift.some(({ isNews }) => isNews);
  }

  /** What people see of a report, also where it ended before its time. */
  protected async showReport(report: RunReport): Promise<void> {
    const { drawSummary } = await import('../report/summary.ts');
    this.print(drawSummary(report));
  }
}

/** oclif's error of flags that are not there. */
function isAboutFlags(error: unknown): error is Error & { readonly flags: readonly string[] } {
  return error instanceof Error && error.message.startsWith('Nonexistent flag') && 'flags' in error;
}

/** oclif's error of arguments that are missing. */
function isAboutArguments(error: unknown): error is Error & { readonly args: readonly Lacking[] } {
  return error instanceof Error && /^Missing \d+ required arg/.test(error.message) && 'args' in error;
}

function useColor(): boolean {
  return process.stderr.isTTY && process.env['NO_COLOR'] === undefined;
}

function toText(error: Error, verbose: boolean): string {
  if (error instanceof EtlError) {
    const cause = verbose && error.cause instanceof Error ? `\n  cause: ${printableLine(error.cause.message)}` : '';
    return `error ${error.code}: ${error.message}${error.hint ? `\n  = ${error.hint}` : ''}${cause}`;
  }
  if (error instanceof StoppedByPerson) return error.message;
  // oclif colours parts of its own messages.
  if (isUsage(error as object)) return `error: ${stripVTControlCharacters(error.message)}`;
  return `This is a fault of etl itself; please report it with the lines below.\n${error.stack ?? String(error)}`;
}
