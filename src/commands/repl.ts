import { BaseCommand } from '../cli/base-command.ts';
import { SPEC } from '../cli/run-flags.ts';

export default class Repl extends BaseCommand<typeof Repl> {
  static override summary = 'Try expressions on the rows of a pipeline, one after the other.';
  static override description =
    'History, completion of columns and functions with Tab, errors drawn in place. Nothing is sent.';
  static override examples = ['<%= config.bin %> repl pipelines/sipca.yaml'];
  static override args = SPEC;
  static override enableJsonFlag = false;

  async run(): Promise<void> {
    const { loadPipeline } = await import('../cli/load-pipeline.ts');
    const { startRepl } = await import('../cli/repl.ts');
    const loaded = await loadPipeline(this.args.spec, this.flags, this.secrets, this.talk);
    this.showProblems(loaded.warnings);
    await startRepl(loaded, this.secrets, { input: process.stdin, output: process.stdout });
  }
}
