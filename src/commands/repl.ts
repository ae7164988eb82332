import { BaseCommand } from '../cli/base-command.ts';
import type { LoadedPipeline } from '../cli/load-pipeline.ts';
import { SPEC } from '../cli/run-flags.ts';

export default class Repl extends BaseCommand<typeof Repl> {
  static override summary = 'Try expressions on the rows of a pipeline, one after the other.';
  static override description =
    'History, completion of columns and functions with Tab, errors drawn in place. Values go to standard output, the rest is talk. Nothing is sent. What is typed is remembered, without secrets and without answers of the rows looked at.';
  static override examples = ['<%= config.bin %> repl pipelines/sipca.yaml'];
  static override args = SPEC;
  static override enableJsonFlag = false;

  async run(): Promise<void> {
    const { loadForRows } = await import('../cli/load-for-rows.ts');
    const { startRepl } = await import('../playground/repl.ts');
    const load = async (): Promise<LoadedPipeline> => {
      const { loaded, problems } = await loadForRows(this.args.spec, this.flags, this.secrets, this.talk);
      this.showSpecErrors(problems);
      return loaded;
    };
    const { secrets, talk } = this;
    await startRepl(
      { load, secrets, talk, env: process.env },
      { input: process.stdin, output: process.stdout, talk: process.stderr },
    );
  }
}
