/** What a plan says of a server with program rules, which the sandbox has none of: it answers as was recorded. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Json } from '../../src/base/json.ts';
import type { RunReport } from '../../src/report/report.ts';
import { csv, row, spec } from '../cli/outreach-files.ts';
import { makeWorld, startOutreach } from '../cli/world.ts';
import { serve, type Received } from '../dhis2/http-server.ts';
import { passOn } from '../sinks/faulty-proxy.ts';
import { expectGolden } from './golden.ts';

type Verdict = 'error' | 'warning' | 'mandatory' | 'assign';
interface Verdicts {
  readonly errorReports: readonly Json[];
  readonly warningReports: readonly Json[];
}
const RECORDED = JSON.parse(
  readFileSync(new URL('../dhis2/recordings/rule-verdicts.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Readonly<Record<Verdict, Verdicts>>>>;

/** Which verdict is given on an event, by its team size. */
const VERDICT_OF: Readonly<Record<string, Verdict>> = { 21: 'error', 22: 'warning', 23: 'mandatory', 24: 'assign' };

interface Sent {
  readonly event: string;
  readonly dataValues: readonly { readonly dataElement: string; readonly value: string }[];
}

/** The answer to VALIDATE, of what was recorded of other events and data elements. */
function answerOf(release: string, { body }: Received): object {
  const { events } = JSON.parse(body) as { readonly events: readonly Sent[] };
  const told = events.flatMap(({ event, dataValues }) => {
    const size = dataValues.find(({ dataElement }) => dataElement === 'DeTeamSize1')?.value ?? '';
    const verdicts = RECORDED[release]?.[VERDICT_OF[size] ?? 'error'];
    if (VERDICT_OF[size] === undefined || !verdicts) return [];
    const text = JSON.stringify(verdicts)
      .replaceAll(/KbRu\d{7}/g, event)
      .replaceAll(/KobRu(?:Preg01|Age001|Calc01)/g, 'DeTeamSize1')
      .replaceAll('KobRuMand01', 'DeRemarks01');
    return [JSON.parse(text) as Verdicts];
  });
  return {
    status: 'OK',
    validationReport: {
      errorReports: told.flatMap(({ errorReports }) => errorReports),
      warningReports: told.flatMap(({ warningReports }) => warningReports),
    },
    stats: { created: 0, updated: 0, deleted: 0, ignored: 0, total: events.length },
    bundleReport: { typeReportMap: {} },
  };
}

test.each([
  ['2.40', '2.40.12'],
  ['2.42', '2.42.5.2'],
])(
  'program rules of DHIS2 %s: who breaks one is rejected, who is warned of is told and goes',
  async (version, release) => {
    const sandbox = await startOutreach(version);
    const server = await serve((request) =>
      request.method === 'POST' && request.url.includes('importMode=VALIDATE')
        ? { status: 200, body: answerOf(release, request) }
        : passOn(sandbox.url, request),
    );
    const sizes = ['1', '21', '22', '23', '22', '24', ...Array.from({ length: 24 }, () => '1')];
    const world = await makeWorld(server.url, {
      'pipeline.yaml': spec({ sink: { validate: 'server' } }),
      'kobo.csv': csv(sizes.map((team_size, at) => row(at + 1, { team_size }))),
    });
    try {
      const plan = await world.etl(['plan', 'pipeline.yaml', '--quiet']);
      expect(plan.exitCode).toBe(1);
      await expectGolden(`rules/plan-${version}.txt`, plan.stdout, world);
      const report = JSON.parse((await world.etl(['plan', 'pipeline.yaml', '--json'])).stdout) as RunReport;
      expect(report.counts).toMatchObject({ created: 27, rejected: 3 });
      expect(report.notes).toMatchObject([
        { code: 'dhis2/rule-warning', target: 'DeTeamSize1', records: 2, rows: [3, 5] },
      ]);
      const ran = JSON.parse(
        (await world.etl(['run', 'pipeline.yaml', '--json', '--accept', 'new-index'])).stdout,
      ) as RunReport;
      expect(ran.error).toBeUndefined();
      expect(ran.counts).toMatchObject({ created: 27, rejected: 3 });
      expect(await world.events()).toHaveLength(27);
    } finally {
      await world.remove();
      await server.close();
      await sandbox.close();
    }
  },
);
