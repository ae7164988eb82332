/** Whole pages in French: nothing on them is English, but what is marked as such. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunReport } from '../../src/report/report.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { enterValues } from '../cli/data-values.ts';
import { importEvents } from '../cli/events.ts';
import { CONNECTIONS, csv, row, rows, spec, type Row } from '../cli/outreach-files.ts';
import { outreachMetadata, PROGRAM } from '../cli/outreach.ts';
import { makeWorld, run, type World } from '../cli/world.ts';
import { item, startChanging } from '../golden/changing-server.ts';
import { DATA_SET } from '../sinks/data-set.ts';
import { inBothLanguages, leftInEnglish, readableTexts, type TwoPages } from './page-text.ts';

/** Without guards, which a case of few records would trip. */
const RECONCILE = {
  guard: { changed: '100%', created: '100%', missing: '100%' },
  grace: '10 days',
};

const pagesOf = (world: World, name: string): Promise<TwoPages> => inBothLanguages(join(world.folder, 'runs', name));

/** Codes of all that a report tells. */
function codesOf({ report }: TwoPages): Set<string> {
  const { rejects, attention, tasks, drift, notes, guards, error } = report;
  return new Set(
    [...rejects, ...attention, ...tasks, ...drift, ...notes, ...guards, ...(error ? [error] : [])].map(({ code }) =>
      String(code),
    ),
  );
}

const EVENT_CODES = [
  'dhis2/far-date',
  'dhis2/ignored-completion',
  'drift/element-type',
  'drift/renamed',
  'field/required',
  'function/not-a-date',
  'index/differs-from-dhis2',
  'index/edited-in-dhis2',
  'index/missing',
  'lookup/no-match',
  'option/no-match',
  'source/duplicate-key',
  'value/not-a-coordinate',
  'value/not-a-date',
  'value/not-a-number',
  'value/not-a-time',
  'value/not-yes-no',
  'value/number-format',
  'value/out-of-range',
];

describe('a French page', () => {
  it('of a night of events has no English on it; of a very large one it is small, and says what was cut', async () => {
    const server = await startChanging(outreachMetadata());
    const language = { language: 'fr', reconcile: RECONCILE, artifacts: { personalData: true } };
    const text = spec({ ...language, transform: { completedAt: '=$date(visit_date)' } });
    const world = await makeWorld(server.url, { 'pipeline.yaml': text, 'index.json': '{}' });
    try {
      await world.etl(['metadata', 'pull', 'pipeline.yaml']);
      await world.etl(['mapping', 'generate', 'pipeline.yaml']);
      const first: Row[] = rows(40).map((one, at) => ({ ...one, remarks: `Note ${at}`, follow_up: 'yes' }));
      await world.write('kobo.csv', csv(first));
      expect((await run(world)).report.counts.created).toBe(40);
      await editInDhis2(world);
      await server.change((pack) => {
        item(pack, 'DeVillage01')['name'] = 'Nom du village';
        item(pack, 'DeTeamSize1')['valueType'] = 'INTEGER';
      });
      const wrong: Readonly<Record<number, Row>> = {
        1: { visit_date: '2025-02-30' },
        2: { team_size: 'beaucoup' },
        3: { facility: 'Poste inconnu' },
        4: { road: '9' },
        5: { gps: 'nulle part' },
        6: { weight: '1,5' },
        7: { start_time: '25:99' },
        8: { coverage: '140' },
        9: { visit_date: '' },
        10: { remarks: '' },
        11: { follow_up: 'no' },
        12: { visit_date: '2025-04-01' },
        13: { facility: '' },
        14: { services: 'inconnu' },
        15: { visit_date: '2999-01-01' },
        16: { team_size: '-3' },
        17: { next_visit: 'demain' },
        18: { open: 'peut-être' },
        30: { village: 'Un autre' },
      };
      const second = first.map((one, at) => ({ ...one, ...wrong[at] })).filter((_, at) => at !== 20 && at !== 21);
      await world.write('kobo.csv', csv([...second, row(41), row(41, { village: 'Autre' }), row(42)]));
      await run(world, '--accept', 'drift');
      const pages = await pagesOf(world, 'outreach');
      expect(pages.own).toContain('<html lang="fr">');
      expect([[...codesOf(pages)].sort(), leftInEnglish(pages, NAMES)]).toEqual([EVENT_CODES, []]);
      expect(readableTexts(pages.own)).toContain('Unité d’organisation');
      expect(readableTexts(pages.own)).not.toContain('orgUnit');

      const large = await inBothLanguages(join(world.folder, 'runs/outreach'), tenThousand);
      for (const page of [large.english, large.french]) {
        expect(Buffer.byteLength(page)).toBeLessThan(2_000_000);
        expect(page).toContain('<a href="rejects.csv">rejects.csv</a>');
        expect(page).toContain('<a href="unmapped.xlsx">unmapped.xlsx</a>');
      }
      const cuts = readableTexts(large.french).filter((text) => /autres|premiers de|Tous se trouvent/.test(text));
      expect(cuts.join(' ').replaceAll(/\s/g, ' ')).toMatch(/6 666 autres enregistrements ne sont pas nommés/);
      expect(cuts.length).toBeGreaterThan(3);

      // Nights that end at once.
      await world.write('kobo.csv', csv([]));
      expect((await run(world)).exitCode).toBe(4);
      const refused = await pagesOf(world, 'outreach');
      expect([codesOf(refused).has('guard/source-empty'), leftInEnglish(refused, NAMES)]).toEqual([true, []]);
      await world.write('pipeline.yaml', text.replace('kobo.csv', 'absent.csv'));
      expect((await run(world)).exitCode).toBe(3);
      const failed = await pagesOf(world, 'outreach');
      expect([codesOf(failed).has('source/not-found'), leftInEnglish(failed, NAMES)]).toEqual([true, []]);
    } finally {
      await world.remove();
      await server.close();
    }
  });

  it('of a night of a data set has none either', async () => {
    const sandbox = await startSandbox({ metadata: DATA_SET });
    const world = await makeWorld(sandbox.url, { 'pipeline.yaml': FORMS, 'index.json': '{}' });
    try {
      const header = 'id,facility,month,sent,cases,deaths,remark,stockout,female,male,source\n';
      const good = ['1,A,202503,2025-04-05,12,1,calme,no,7,5,STATE', '2,B,202503,2025-04-06,3,0,,yes,1,2,STATE'];
      const others = ['3,A,202502,,4,,,,,4,STATE', '4,B,202502,,5,,,,,4,STATE'];
      const toFile = (lines: readonly string[]): string =>
        header + lines.map((line) => line.replace(/,([A-C]),/, ',OrgClinic0$1,')).join('\n');
      await world.write('kobo.csv', toFile([...good, ...others]));
      await run(world);
      const orgUnit = 'OrgClinic0B';
      const dataValues = [{ dataElement: 'DeCases0001', orgUnit, period: '202503', value: '99' }];
      await enterValues(world.url, { dataSet: 'DataSet0001', dataValues });
      const bad = [
        '5,C,202503,,3,0,,yes,1,2,STATE',
        '6,A,2025W14,,4,,,,,4,STATE',
        '7,B,202401,,-4,,,,,4,state',
        '8,A,202412,,peu,,,,,4,STATE',
        '9,A,299901,,4,,,,,4,STATE',
        '10,A,202501,,4,,,,,4,STATE',
        '11,A,202501,,5,,,,,4,STATE',
      ];
      const changed = ['1,A,202503,2025-04-09,13,1,,no,7,5,STATE', '2,B,202503,2025-04-06,4,0,,yes,1,2,STATE'];
      await world.write('kobo.csv', toFile([...changed, others[0] ?? '', ...bad]));
      await run(world);
      const pages = await pagesOf(world, 'monthly');
      expect(pages.own).toContain('<html lang="fr">');
      expect([[...codesOf(pages)].sort(), leftInEnglish(pages, NAMES)]).toEqual([FORM_CODES, []]);
    } finally {
      await world.remove();
      await sandbox.close();
    }
  }, 240_000);
});

/** The same night with ten thousand rejects of three thousand causes, as many as a report names and more. */
function tenThousand(report: RunReport): RunReport {
  const long = 'x'.repeat(400);
  const many = <T>(some: readonly T[], count: number): T[] =>
    Array.from({ length: count }, (_, at) => some[at % some.length]).filter((one) => one !== undefined);
  const rejects = many(report.rejects, 10_000).map((one, at) => ({
    ...one,
    key: `uuid-${at}`,
    value: `${at}${long}`,
    args: { ...one.args, value: `valeur ${at % 3000}` },
  }));
  const tasks = many(report.tasks, 3000).map((one, at) => ({ ...one, args: { ...one.args, value: `valeur ${at}` } }));
  return { ...report, rejects, tasks, notNamed: 6666 };
}

/** A month of a clinic a row. */
const FORMS = JSON.stringify({
  name: 'monthly',
  language: 'fr',
  connections: CONNECTIONS,
  source: { kind: 'csv', connection: 'files', path: 'kobo.csv', key: ['id'] },
  transform: {
    orgUnit: '=facility',
    period: '=month',
    completedAt: '=$date(sent)',
    dataValues: {
      DeCases0001: '=$int(cases)',
      DeDeaths001: '=$int(deaths)',
      DeRemark001: '=remark',
      DeSource001: '=source',
      DeStock0001: { from: '=stockout = "yes"', when: '=stockout != ""' },
      'DeBySex0001.CocFemale01': '=$int(female)',
      'DeBySex0001.CocMale0001': '=$int(male)',
    },
  },
  sink: { kind: 'dhis2-data-values', connection: 'hmis', dataSet: 'DataSet0001' },
  index: { connection: 'files', path: 'index.json' },
  reconcile: RECONCILE,
  artifacts: { personalData: true },
});

const FORM_CODES = [
  'dhis2/E7619',
  'dhis2/E7621',
  'dhis2/ignored-form-completion',
  'dhis2/org-unit-not-assigned',
  'dhis2/period-not-open',
  'dhis2/period-type',
  'function/not-whole',
  'index/edited-in-dhis2',
  'index/same-place',
];

/** Names in the data, and codes. */
const NAMES =
  /^(?:\d+ s|true →|orgUnit|period|occurredAt|completedAt|\S+ ?\(De\w{9}\)|[\w -]+ \(De\w{9}\)|[\w .]+\.(?:csv|xlsx|json|log|ndjson|gz)|Question|Cases|Remarks?|Follow-up needed|(?:Village|De\w{9}): .* → .*|[\wê ]+ →|Poste inconnu|OrgClinic0C|2025W14|state|peu|beaucoup|nulle part|inconnu|demain|peut-être)$|\b(?:STATE|outreach|Alpha Health Post|Beta Health Post|State of the road)\b/g;

/** Somebody changes one event; of another the index has only what an earlier tool knew; two are gone for long. */
async function editInDhis2(world: World): Promise<void> {
  const index = structuredClone(await world.index()) as Record<string, Record<string, unknown>>;
  const edited = (await world.events()).filter(({ event }) =>
    ['uuid-0031', 'uuid-0033'].some((key) => index[key]?.['dhis2_uuid'] === event),
  );
  await importEvents(
    world.url,
    edited.map(({ event, orgUnit, occurredAt, status, completedAt, dataValues }) => ({
      event,
      orgUnit,
      occurredAt,
      status,
      completedAt,
      program: PROGRAM,
      programStage: 'StgOutreac1',
      dataValues: Object.entries({ ...dataValues, DeVillage01: 'Ailleurs' }).map(([dataElement, value]) => ({
        dataElement,
        value,
      })),
    })),
  );
  for (const key of ['uuid-0033', 'uuid-0035']) {
    const { dhis2_uuid } = index[key] ?? {};
    index[key] = { deleted: false, deleted_dhis2: false, dhis2_uuid, uploaded: true };
  }
  index['uuid-0021'] = { ...index['uuid-0021'], missing_since: '2025-01-02T03:04:05.000Z' };
  await world.write('index.json', JSON.stringify(index, null, 4));
}
