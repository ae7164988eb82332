import { Flags, type Command } from '@oclif/core';
import { EtlError } from '../base/errors.ts';
import { problemOf, type Problem } from '../base/problem.ts';
import { exitCodeOfSignal, STOPPING } from '../base/signals.ts';
import { annotationRoot, toAnnotation } from './annotations.ts';
import { BaseCommand } from './base-command.ts';

/** How a command tells what is wrong, and whether it goes on telling. */
export const WATCHING = {
  format: Flags.option({
    options: ['text', 'github'] as const,
    default: 'text',
    description: 'github: annotations beside the lines of a pull request, for a workflow.',
  })(),
  watch: Flags.boolean({
    description: 'Do it again whenever a file that the spec needs has changed; Ctrl-C ends it.',
    exclusive: ['json'],
  }),
};

/**
 * Commands that tell what is wrong with files: once, or with `--watch` each time one of them changes; for people, or with
 * `--format github` beside the lines of a pull request.
 */
export abstract class WatchingCommand<T extends typeof Command> extends BaseCommand<T> {
  protected override showProblems(problems: readonly Problem[]): void {
    if (!this.#isForGithub) return super.showProblems(problems);
    const root = annotationRoot(process.env);
    for (const one of problems) this.print(toAnnotation(one, root));
  }

  protected override async catch(thrown: Error): Promise<void> {
    if (this.#isForGithub && thrown instanceof EtlError) this.showProblems([problemOf(thrown)]);
    await super.catch(thrown);
  }

  /** Does something once; or, with `--watch`, again whenever a file has changed. `once` adds the files that it needs. */
  protected async repeat<R>(files: Set<string>, once: (files: Set<string>) => Promise<R>): Promise<R | undefined> {
    if (!(this.flags as { readonly watch?: boolean }).watch) return once(files);
    const { takeSnapshot, untilChanged } = await import('./watch-files.ts');
    const stop = untilStopped();
    const { signal } = stop;
    try {
      for (;;) {
        const before = await takeSnapshot(files);
        await once(files).catch((error: unknown) => this.catch(error as Error));
        if (signal.aborted) return undefined;
        // What only this turn has told is as it is now; the rest as it was when it was read.
        const seen = new Map([...(await takeSnapshot(files)), ...before]);
        this.talk.info(`watching ${files.size} files; Ctrl-C ends it`);
        if (!(await untilChanged(seen, signal))) return undefined;
        process.exitCode = undefined;
      }
    } finally {
      stop.end();
    }
  }

  get #isForGithub(): boolean {
    return (this.flags as { readonly format?: string } | undefined)?.format === 'github';
  }
}

/** The first signal ends the wait, with the exit code that shells give. */
function untilStopped(): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  const stop = (name: NodeJS.Signals): void => {
    received = name;
    controller.abort();
  };
  for (const name of STOPPING) process.on(name, stop);
  const end = (): void => {
    for (const name of STOPPING) process.off(name, stop);
    if (received) process.exitCode = exitCodeOfSignal(received);
  };
  return { signal: controller.signal, end };
}
