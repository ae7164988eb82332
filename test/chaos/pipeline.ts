import { IndexFile } from './index-file.ts';
import type { MappingShape, Policies, Setup } from './history.ts';
import { ELEMENTS, PROGRAM, TAG, UNITS } from './program.ts';

/** The spec of a history, as it is on one night; JSON is YAML. */
export function toSpec(setup: Setup, policies: Policies, { questions, isLoud }: MappingShape): string {
  const expressions = { name: isLoud ? '=name & "!"' : '=name', beds: '=$int(beds)', note: '=note' };
  const spec = {
    name: 'chaos',
    connections: {
      files: { kind: 'file', folder: '.' },
      hmis: { kind: 'dhis2', url: '${DHIS2_URL}', username: 'admin', password: '${DHIS2_PASSWORD}' },
    },
    source: {
      kind: 'csv',
      connection: 'files',
      path: 'kobo.csv',
      ...(setup.key === 'root'
        ? { key: ['meta/rootUuid', '_uuid'] }
        : { key: ['_uuid'], pair: ['facility', 'visit_date'] }),
    },
    lookups: { orgUnits: 'units.json' },
    transform: {
      orgUnit: '=$orgUnit(facility)',
      occurredAt: '=$date(visit_date)',
      status: 'COMPLETED',
      dataValues: {
        [TAG]: '=tag',
        ...Object.fromEntries(questions.map((one) => [ELEMENTS[one], expressions[one]])),
      },
    },
    sink: {
      kind: 'dhis2-events',
      connection: 'hmis',
      program: PROGRAM,
      batchSize: setup.batchSize,
      concurrency: setup.concurrency,
      import: setup.import,
    },
    index: { kind: IndexFile.kind, connection: 'files', path: 'index.json' },
    reconcile: { ...policies, grace: setup.grace, guard: { created: 1000, changed: 1000, missing: 1000 } },
  };
  return `${JSON.stringify(spec, null, 2)}\n`;
}

export const UNITS_FILE = JSON.stringify(UNITS);
