import { BaseCommand } from '../cli/base-command.ts';

interface Kind {
  readonly kind: string;
  readonly role: string;
  readonly summary: string;
  readonly example: string;
}

const ROLES = { storage: 'connection', server: 'connection', source: 'source', sink: 'sink', index: 'index' } as const;

export default class Kinds extends BaseCommand<typeof Kinds> {
  static override summary = 'List what a spec can be made of: connections, sources, sinks, indexes.';
  static override examples = ['<%= config.bin %> kinds', '<%= config.bin %> kinds --json'];

  async run(): Promise<readonly Kind[]> {
    const { REGISTRY } = await import('../registry.ts');
    const kinds = REGISTRY.map(({ kind, role, summary, example }) => ({ kind, role: ROLES[role], summary, example }));
    for (const { kind, role, summary, example } of kinds) {
      this.print(`${role} ${kind}\n  ${summary}\n${example.trimEnd().replaceAll(/^/gm, '    ')}\n`);
    }
    return kinds;
  }
}
