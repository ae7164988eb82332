import { dirname, resolve } from 'node:path';
import { Flags } from '@oclif/core';
import { EXIT } from '../base/errors.ts';
import { BaseCommand } from '../cli/base-command.ts';
import { SPEC } from '../cli/run-flags.ts';
import type { Unlocked } from '../cli/unlock.ts';

export default class Unlock extends BaseCommand<typeof Unlock> {
  static override summary = 'Show who holds the lock of a pipeline, and remove it.';
  static override description =
    'For a lock that a run left behind which is gone. Asks before it removes anything; `--yes` answers beforehand, but never takes the lock of a run that is alive. Only the index part of the spec has to be right. Exit code 0: free, or removed. 1: left as it is. 2: nobody could be asked. 5: its holder is alive.';
  static override examples = [
    '<%= config.bin %> unlock pipelines/sipca.yaml',
    '<%= config.bin %> unlock pipelines/sipca.yaml --yes',
  ];
  static override args = SPEC;
  static override flags = {
    yes: Flags.boolean({ char: 'y', description: 'Do not ask.' }),
  };

  async run(): Promise<Unlocked> {
    const { loadSpecFile } = await import('../cli/load-pipeline.ts');
    const { buildIndex } = await import('../pipeline/build-components.ts');
    const { REGISTRY } = await import('../registry.ts');
    const { askAtTerminal, unlock } = await import('../cli/unlock.ts');
    const { spec, warnings } = await loadSpecFile(this.args.spec, this.flags, this.secrets);
    this.showProblems(warnings);
    const folder = dirname(resolve(this.args.spec));
    const options = { registry: REGISTRY, folder, log: this.talk, secrets: this.secrets };
    const streams = { input: process.stdin, output: process.stderr };
    const isTerminal = process.stdin.isTTY && !this.jsonEnabled();
    const result = await unlock(buildIndex(spec, options), {
      yes: this.flags.yes,
      ask: isTerminal ? (question) => askAtTerminal(question, streams) : undefined,
      say: (line) => this.print(line),
      now: new Date(),
    });
    if (result.holder && !result.removed) process.exitCode = EXIT.someoneMustAct;
    return result;
  }
}
