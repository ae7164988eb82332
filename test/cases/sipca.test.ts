/** SIPCA's own cases: they hold, they touch everything, and what they expect is what the files say that people edit. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { etl } from '../cli/in-process.ts';
import { ROOT } from '../docs/examples.ts';

interface CaseYaml {
  readonly name: string;
  readonly version?: string;
  readonly row: Readonly<Record<string, string | number>>;
  readonly exactly?: Readonly<Record<string, string>>;
}

const { cases } = parse(readFileSync(join(ROOT, 'pipelines/sipca.cases.yaml'), 'utf8')) as { cases: CaseYaml[] };
const bulk = cases.filter(({ name }) => /^Form [123], /.test(name));

test('all of them are as expected, and every question and choice of every form is touched', async () => {
  const { stdout, exitCode } = await etl(['test', 'pipelines/sipca.yaml', '--json'], { cwd: ROOT });
  expect(exitCode).toBe(0);
  const { specs } = JSON.parse(stdout) as { specs: { coverage: object; cases: unknown[] }[] };
  expect(specs[0]?.cases).toHaveLength(cases.length);
  expect(specs[0]?.coverage).toMatchObject({
    versions: { total: 3, left: [] },
    questions: { total: 186, left: [] },
    choices: { total: 871, left: [] },
    branches: { total: 2, left: [] },
  });
});

type Texts = Readonly<Record<string, string>>;

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, 'mappings/sipca', name), 'utf8'));
}

/** What an answer means, from the files of the mapping alone: no code of ours has a part in it. */
function expectedOf({ version = 'v3', row }: CaseYaml): Texts {
  const own = version === 'v3' ? {} : (readJson(`columns_${version}.json`) as Texts);
  const replaced = new Set(Object.values(own));
  const common = Object.entries(readJson('mapping_de.json') as Texts).filter(([, uid]) => !replaced.has(uid));
  const columns = new Map([...common, ...Object.entries(own)]);
  const answers = {
    ...(readJson('mapping_optionSet.json') as Record<string, Texts>),
    ...(version === 'v3' ? {} : (readJson('options_v2.json') as Record<string, Texts>)),
  };
  const { programStages } = readJson('retrieved_program_metadata.json') as Metadata;
  const elements = new Map(
    programStages[0].programStageDataElements.map(({ dataElement }) => [dataElement.id, dataElement]),
  );
  const values = Object.entries(row).flatMap(([column, answer]) => {
    const element = elements.get(columns.get(column) ?? '');
    return element ? [[element.name, answers[element.optionSet.id]?.[String(answer)]] as const] : [];
  });
  return Object.fromEntries(values) as Texts;
}

interface Metadata {
  readonly programStages: readonly [
    {
      readonly programStageDataElements: readonly {
        readonly dataElement: {
          readonly id: string;
          readonly name: string;
          readonly optionSet: { readonly id: string };
        };
      }[];
    },
  ];
}

test.for(bulk)('$name: as the files of the mapping say', (one) => {
  const { orgUnit, occurredAt, completedAt, status, ...values } = one.exactly ?? {};
  expect({ orgUnit, occurredAt, completedAt, status }).toEqual({
    orgUnit: (readJson('mapping_orgUnits.json') as Texts)['Belmora, Hospital Nuestra Señora de la Peña'],
    occurredAt: '2026-03-14',
    completedAt: '2026-03-14',
    status: 'COMPLETED',
  });
  expect(Object.keys(values).length).toBeGreaterThan(3);
  expect(values).toEqual(expectedOf(one));
});
