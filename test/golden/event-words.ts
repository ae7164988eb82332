/** Families of DHIS2's own codes: what differs in the server that refuses, and records that it refuses for it. */
import type { SandboxUser } from '../../src/sandbox/sandbox.ts';
import { row, type Row, type SpecParts } from '../cli/outreach-files.ts';
import { PROGRAM } from '../cli/outreach.ts';
import { item, type Package } from './changing-server.ts';

export interface Case {
  /** What differs in the server that judges. */
  edit?(pack: Package): void;
  /** What is there in both. */
  prepare?(pack: Package): void;
  readonly parts?: SpecParts;
  readonly rows: readonly Row[];
  /** What was sent the night before. */
  readonly rowsBefore?: readonly Row[];
  readonly users?: readonly SandboxUser[];
  readonly usersAfter?: readonly SandboxUser[];
  readonly codes: readonly string[];
  /** What a server that changes cannot come to say by itself, or the sandbox does not play. */
  readonly isOfPlanAlone?: true;
  /** Releases that do it; all, if left out. */
  readonly releases?: readonly string[];
}

const KOBO = { username: 'admin', password: 'district', authorities: ['F_DATAVALUE_ADD'], orgUnits: ['OuCountry01'] };

function stageOf(pack: Package, id = 'StgOutreac1') {
  return item(pack, id) as unknown as {
    featureType?: string;
    programStageDataElements: { dataElement: { id: string }; compulsory: boolean }[];
  };
}

function takeFromStage(pack: Package, id: string, from?: string): void {
  const stage = stageOf(pack, from);
  stage.programStageDataElements = stage.programStageDataElements.filter(({ dataElement }) => dataElement.id !== id);
}

/** Takes an option out of the set that has it. */
function takeOption(pack: Package, code: string): void {
  const gone = pack['options']?.find((one) => one['code'] === code);
  pack['options'] = (pack['options'] ?? []).filter((one) => one !== gone);
  for (const set of pack['optionSets'] ?? [])
    set['options'] = (set['options'] as { id: string }[]).filter(({ id }) => id !== gone?.id);
}

/** Two programs with it: one whose projects are others. */
function addCombos(pack: Package): void {
  const projects = [
    ['Project', 'Water'],
    ['Project', 'Health'],
    ['Foreign', 'Food'],
  ] as const;
  const uid = (start: string, name: string): string => `${start}${name}`.padEnd(11, '0').slice(0, 11);
  const add = (collection: string, ...items: Package[string]): void => {
    pack[collection] = [...(pack[collection] ?? []), ...items];
  };
  const sharing = { public: 'rwrw----' };
  for (const name of new Set(projects.map(([set]) => set))) {
    const own = projects.flatMap(([set, option]) => (set === name ? [option] : []));
    add('categories', {
      id: uid('Ca', name),
      name,
      shortName: name,
      sharing,
      categoryOptions: own.map((option) => ({ id: uid('Co', option) })),
    });
    add('categoryCombos', { id: uid('Cc', name), name, sharing, categories: [{ id: uid('Ca', name) }] });
    for (const option of own) {
      add('categoryOptions', { id: uid('Co', option), name: option, shortName: option, sharing });
      add('categoryOptionCombos', {
        id: uid('Coc', option),
        name: option,
        categoryCombo: { id: uid('Cc', name) },
        categoryOptions: [{ id: uid('Co', option) }],
      });
    }
  }
}

function useCombos(pack: Package): void {
  addCombos(pack);
  item(pack, PROGRAM)['categoryCombo'] = { id: 'CcProject00' };
}

const project = (combo: string): SpecParts => ({ transform: { attributeOptionCombo: combo } });

/** An answer names a unit that is of no program. */
function withStore(pack: Package): void {
  item(pack, 'DeRemarks01')['valueType'] = 'ORGANISATION_UNIT';
  pack['organisationUnits']?.push({ id: 'OuStore0001', name: 'Store', shortName: 'Store', openingDate: '2000-01-01' });
}

function gone(pack: Package, collection: string, id: string): void {
  pack[collection] = (pack[collection] ?? []).filter((one) => one.id !== id);
}

const geopoint = { transform: { geometry: '=$geoPoint(gps)' } };

export const CASES: Readonly<Record<string, Case>> = {
  'value-type': {
    edit: (pack) => {
      for (const id of ['DeRemarks01', 'DeVillage01']) item(pack, id)['valueType'] = 'INTEGER';
      item(pack, 'DeWeight001')['valueType'] = 'INTEGER_POSITIVE';
    },
    rows: [
      row(1, { village: '12', remarks: 'a lot' }),
      row(2, { village: '12', weight: '-3' }),
      row(3, { village: '7.5', remarks: '7.5' }),
    ],
    codes: ['dhis2/E1302'],
  },
  option: {
    edit: (pack) => takeOption(pack, 'POOR'),
    rows: [row(1, { road: '2' }), row(2, { road: '3' })],
    codes: ['dhis2/E1125'],
  },
  'option-of-several': {
    edit: (pack) => takeOption(pack, 'VACC'),
    rows: [row(1, { services: 'vaccination nutrition' }), row(2, { services: 'nutrition' })],
    codes: ['dhis2/E1125'],
    // Before, several are refused at once.
    releases: ['2.43'],
  },
  compulsory: {
    edit: (pack) => {
      for (const one of stageOf(pack).programStageDataElements)
        if (one.dataElement.id === 'DeRemarks01') one.compulsory = true;
    },
    rows: [row(1, { remarks: 'fine' }), row(2)],
    codes: ['dhis2/E1303'],
  },
  'not-of-the-stage': {
    edit: (pack) => takeFromStage(pack, 'DeVillage01'),
    rows: [row(1), row(2, { village: '' })],
    codes: ['dhis2/E1305'],
  },
  'no-geometry': {
    edit: (pack) => (stageOf(pack).featureType = 'NONE'),
    parts: geopoint,
    rows: [row(1, { gps: '2.1 31.5 0 0' }), row(2)],
    codes: ['dhis2/E1012'],
  },
  'geometry-type': {
    edit: (pack) => (stageOf(pack).featureType = 'POLYGON'),
    parts: geopoint,
    rows: [row(1, { gps: '2.1 31.5 0 0' }), row(2)],
    codes: ['dhis2/E1012'],
  },
  'feature-type-missing': {
    edit: (pack) => delete stageOf(pack).featureType,
    parts: geopoint,
    rows: [row(1, { gps: '2.1 31.5 0 0' }), row(2)],
    codes: ['dhis2/E1074'],
  },
  'combo-missing': {
    prepare: addCombos,
    edit: (pack) => (item(pack, PROGRAM)['categoryCombo'] = { id: 'CcProject00' }),
    rows: [row(1)],
    codes: ['dhis2/E1055'],
  },
  'combo-of-another-program': {
    prepare: useCombos,
    edit: (pack) => (item(pack, PROGRAM)['categoryCombo'] = { id: 'CcForeign00' }),
    parts: project('CocWater000'),
    rows: [row(1)],
    codes: ['dhis2/E1054'],
  },
  'combo-not-yet': {
    prepare: useCombos,
    edit: (pack) => (item(pack, 'CoWater0000')['startDate'] = '2026-01-01'),
    parts: project('CocWater000'),
    rows: [row(1)],
    isOfPlanAlone: true,
    codes: ['dhis2/E1056'],
  },
  'combo-no-longer': {
    prepare: useCombos,
    edit: (pack) => (item(pack, 'CoWater0000')['endDate'] = '2024-12-31'),
    parts: project('CocWater000'),
    rows: [row(1)],
    isOfPlanAlone: true,
    codes: ['dhis2/E1057'],
  },
  'combo-not-shared': {
    prepare: useCombos,
    edit: (pack) => (item(pack, 'CoWater0000')['sharing'] = { public: 'r-r-----' }),
    parts: project('CocWater000'),
    rows: [row(1)],
    users: [KOBO],
    isOfPlanAlone: true,
    codes: ['dhis2/E1099'],
  },
  'combo-unknown': {
    prepare: useCombos,
    edit: (pack) => {
      gone(pack, 'categoryOptionCombos', 'CocWater000');
    },
    parts: project('CocWater000'),
    rows: [row(1)],
    codes: ['dhis2/E1115'],
  },
  'unit-of-a-value': {
    prepare: withStore,
    edit: (pack) => gone(pack, 'organisationUnits', 'OuStore0001'),
    rows: [row(1, { remarks: 'OuStore0001' })],
    codes: ['dhis2/E1302'],
    releases: ['2.43'],
  },
  'unit-of-a-value-before': {
    prepare: withStore,
    edit: (pack) => gone(pack, 'organisationUnits', 'OuStore0001'),
    rows: [row(1, { remarks: 'OuStore0001' })],
    codes: ['dhis2/E1007'],
    releases: ['2.40'],
  },
  'file-of-a-value': {
    prepare: (pack) => (item(pack, 'DeRemarks01')['valueType'] = 'FILE_RESOURCE'),
    rows: [row(1, { remarks: 'FileRes0001' })],
    isOfPlanAlone: true,
    codes: ['dhis2/E1302'],
    releases: ['2.43'],
  },
  'file-of-a-value-before': {
    prepare: (pack) => (item(pack, 'DeRemarks01')['valueType'] = 'FILE_RESOURCE'),
    rows: [row(1, { remarks: 'FileRes0001' })],
    isOfPlanAlone: true,
    codes: ['dhis2/E1084'],
    releases: ['2.40'],
  },
  'user-of-a-value': {
    prepare: (pack) => (item(pack, 'DeRemarks01')['valueType'] = 'USERNAME'),
    rows: [row(1, { remarks: 'nobody' }), row(2, { remarks: 'admin' })],
    isOfPlanAlone: true,
    codes: ['dhis2/E1302'],
    releases: ['2.43'],
  },
  'several-options': {
    rows: [row(1, { services: 'vaccination nutrition' }), row(2, { services: 'nutrition' })],
    isOfPlanAlone: true,
    codes: ['dhis2/E1125'],
    releases: ['2.40'],
  },
  'completed-at-of-an-open-one': {
    parts: { transform: { status: 'ACTIVE', completedAt: '=$date(visit_date)' } },
    rows: [row(1)],
    isOfPlanAlone: true,
    codes: ['dhis2/E1051'],
    releases: ['2.43'],
  },
  'completion-without-a-day': {
    edit: (pack) => Object.assign(item(pack, PROGRAM), { completeEventsExpiryDays: 5 }),
    rows: [row(1)],
    users: [KOBO],
    codes: ['dhis2/E1042'],
    releases: ['2.40'],
  },
  emptied: {
    edit: (pack) => {
      for (const one of stageOf(pack).programStageDataElements)
        if (one.dataElement.id === 'DeRemarks01') one.compulsory = true;
    },
    rowsBefore: [row(1, { remarks: 'fine' }), row(2, { remarks: 'fine' })],
    rows: [row(1), row(2, { remarks: 'fine' })],
    codes: ['dhis2/E1076'],
  },
  'element-deleted': {
    edit: (pack) => {
      for (const { id } of pack['programStages'] ?? []) takeFromStage(pack, 'DeVillage01', id);
      gone(pack, 'dataElements', 'DeVillage01');
    },
    rows: [row(1), row(2, { village: '' })],
    codes: ['dhis2/E1304', 'dhis2/E1305'],
  },
  'period-closed': {
    edit: (pack) => Object.assign(item(pack, PROGRAM), { expiryPeriodType: 'Monthly', expiryDays: 5 }),
    rows: [row(1), row(2, { visit_date: new Date().toISOString().slice(0, 10) })],
    users: [KOBO],
    codes: ['dhis2/E1047'],
  },
  'completion-closed': {
    edit: (pack) => Object.assign(item(pack, PROGRAM), { completeEventsExpiryDays: 5 }),
    parts: { transform: { completedAt: '=$date(visit_date)' } },
    rows: [row(1), row(2, { visit_date: new Date().toISOString().slice(0, 10) })],
    users: [KOBO],
    codes: ['dhis2/E1043'],
  },
  reopened: {
    parts: { transform: { status: '=open = "yes" ? "COMPLETED" : "ACTIVE"' } },
    rowsBefore: [row(1, { open: 'yes' }), row(2, { open: 'yes' })],
    rows: [row(1, { open: 'no' }), row(2, { open: 'yes' })],
    users: [{ ...KOBO, authorities: ['F_DATAVALUE_ADD', 'F_UNCOMPLETE_EVENT'] }],
    usersAfter: [KOBO],
    codes: ['dhis2/E1083'],
  },
  'unit-unknown': {
    edit: (pack) => {
      pack['organisationUnits'] = (pack['organisationUnits'] ?? []).filter(({ id }) => id !== 'OuBeta00001');
      for (const program of pack['programs'] ?? []) {
        const units = program['organisationUnits'] as { id: string }[];
        program['organisationUnits'] = units.filter(({ id }) => id !== 'OuBeta00001');
      }
    },
    rows: [row(1), row(2)],
    codes: ['dhis2/E1011'],
  },
  'unit-not-assigned': {
    edit: (pack) => (item(pack, PROGRAM)['organisationUnits'] = [{ id: 'OuAlpha0001' }]),
    rows: [row(1), row(2)],
    codes: ['dhis2/E1029'],
  },
  'unit-out-of-scope': {
    rows: [row(1), row(2)],
    users: [KOBO],
    usersAfter: [{ ...KOBO, orgUnits: ['OuAlpha0001'] }],
    codes: ['dhis2/E1000'],
  },
};
