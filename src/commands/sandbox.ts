import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';

export default class Sandbox extends BaseCommand<typeof Sandbox> {
  static override summary = 'Start a small DHIS2 on this machine to try a spec against.';
  static override description =
    'Answers as real servers were recorded to answer, on loopback alone, until it is stopped (Ctrl-C). User admin, password district. In a browser its address shows what has arrived: programs, events and data values in words, and what became of the last imports. What it does not know it refuses with 501; requests that name another host than localhost or 127.0.0.1 with 421, bodies above 64 MiB with 413, and those that take longer than a minute to come with 408.';
  static override examples = [
    '<%= config.bin %> sandbox --metadata sample/sandbox_metadata.json --port 8080',
    '<%= config.bin %> sandbox --metadata package.json --state state.json --version 2.42',
    '<%= config.bin %> sandbox --metadata package.json --port 8080 --faults faults.yaml',
  ];
  static override flags = {
    port: Flags.integer({ default: 0, description: 'Port on 127.0.0.1; 0: a free one.', helpValue: 'PORT' }),
    metadata: Flags.string({
      required: true,
      multiple: true,
      multipleNonGreedy: true,
      description: 'A DHIS2 metadata package, as /api/metadata takes it.',
      helpValue: 'FILE',
    }),
    version: Flags.string({
      default: '2.42',
      description: 'Release of DHIS2 to play: 2.40, 2.41, 2.42 or 2.43.',
      helpValue: 'RELEASE',
    }),
    'time-zone': Flags.string({
      default: 'Etc/UTC',
      description: "Time zone of the server's clock.",
      helpValue: 'ZONE',
    }),
    faults: Flags.string({
      description:
        'Have requests go wrong on the wire, as this file says (YAML or JSON). `faults: [{ kind: reset, carriedOut: true, method: POST, path: /api/tracker }]` stores the first batch and loses its answer; docs/reference.md has all kinds.',
      helpValue: 'FILE',
    }),
    state: Flags.string({
      description: 'Keep events and data values in this file from one start to the next.',
      helpValue: 'FILE',
    }),
  };

  async run(): Promise<{ url: string }> {
    const { startSandbox } = await import('../sandbox/sandbox.ts');
    const { loadText } = await import('../base/text-file.ts');
    const { parseJsonDocument } = await import('../base/json-document.ts');
    const { throwOnErrors } = await import('../base/errors.ts');
    const { loadFaultPlan } = await import('../sandbox/faults/load-fault-plan.ts');
    const packages = [];
    for (const file of this.flags.metadata) {
      const document = parseJsonDocument(await loadText(file, file, 'the metadata package'));
      throwOnErrors(document.problems);
      packages.push(document.value);
    }
    const faults = this.flags.faults === undefined ? undefined : await loadFaultPlan(this.flags.faults);
    const sandbox = await startSandbox({
      port: this.flags.port,
      metadata: packages,
      version: this.flags.version,
      timeZone: this.flags['time-zone'],
      ...(this.flags.state !== undefined && { stateFile: this.flags.state }),
      ...(faults && { faults }),
      log: (line) => this.talk.debug(line),
      onFault: ({ kind, method, path }) => this.talk.info(`${method} ${path}: ${kind}`),
    });
    this.print(
      `DHIS2 sandbox at ${sandbox.url} (user admin, password district). Open it in a browser to see what arrives. Stop it with Ctrl-C.`,
    );
    if (this.jsonEnabled()) this.logJson({ url: sandbox.url });
    await new Promise<void>((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
    await sandbox.close();
    process.exit(0);
  }
}
