import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';

interface CompletionResult {
  readonly shell: string;
  readonly script: string;
}

export default class Completion extends BaseCommand<typeof Completion> {
  static override summary = 'Print what lets a shell complete commands, flags and files with the Tab key.';
  static override description = `For bash, add this line to ~/.bashrc, for zsh to ~/.zshrc (after compinit) with zsh in the place of bash: eval "$(etl completion bash)". For fish: etl completion fish > ~/.config/fish/completions/etl.fish, again after each new version. Then open a new terminal.`;
  static override examples = [
    '<%= config.bin %> completion bash',
    '<%= config.bin %> completion zsh',
    '<%= config.bin %> completion fish',
  ];
  static override args = {
    shell: Args.string({ required: true, options: ['bash', 'zsh', 'fish'], description: 'bash, zsh or fish.' }),
  };

  async run(): Promise<CompletionResult> {
    const { completionScript } = await import('../cli/completion/completion-script.ts');
    const { shell } = this.args;
    const script = completionScript(shell, this.config);
    this.print(script.trimEnd());
    return { shell, script };
  }
}
