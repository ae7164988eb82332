import { printable } from '../base/printable.ts';
import { BaseCommand } from '../cli/base-command.ts';
import { endSoon } from '../cli/temporary-folder.ts';
import { SPEC } from '../cli/run-flags.ts';
import type { JsonFinding } from '../doctor/to-json-finding.ts';

/** What `doctor --json` prints. */
interface DoctorResult {
  /** Nobody must act. */
  readonly ok: boolean;
  readonly exitCode: number;
  readonly findings: readonly JsonFinding[];
}

export default class Doctor extends BaseCommand<typeof Doctor> {
  static override summary = 'Find what would go wrong tonight, before it does.';
  static override description =
    'Looks at this machine, the spec and its mapping, the source, the look-ups, DHIS2 (way, login, rights, organisation units, speed), the index, the artifacts and the notifications, each by itself and within a minute. It changes nothing. Exit code 0: all is well. 1: someone must act, though a run can do its work. 2, 3, 4: a run would end with that.';
  static override examples = [
    '<%= config.bin %> doctor pipelines/sipca.yaml',
    '<%= config.bin %> doctor pipelines/sipca.yaml --json',
  ];
  static override args = SPEC;

  async run(): Promise<DoctorResult> {
    const [{ examinePipeline }, { drawFindings }, { exitCodeOfFindings }, { toJsonFinding }, { REGISTRY }] =
      await Promise.all([
        import('../doctor/examine-pipeline.ts'),
        import('../doctor/draw-findings.ts'),
        import('../doctor/looks.ts'),
        import('../doctor/to-json-finding.ts'),
        import('../registry.ts'),
      ]);
    const { flags, secrets } = this;
    const options = { flags, secrets, env: process.env, registry: REGISTRY, now: new Date() };
    const { found, isUnderWay } = await examinePipeline(this.args.spec, options);
    if (isUnderWay) endSoon();
    const exitCode = exitCodeOfFindings(found);
    process.exitCode = exitCode;
    const hide = (text: string): string => printable(secrets.mask(text));
    const isPretty = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
    const shown = this.flags.quiet ? found.filter(({ is }) => is !== 'fine') : found;
    if (shown.length > 0) this.printShown(drawFindings(shown, { isPretty, hide }));
    return { ok: exitCode === 0, exitCode, findings: found.map(toJsonFinding) };
  }
}
