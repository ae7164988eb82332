/** A small monthly data set, as a DHIS2 metadata package. */

const elements = [
  ['DeCases0001', 'Cases', 'INTEGER_ZERO_OR_POSITIVE', true],
  ['DeDeaths001', 'Deaths', 'INTEGER_ZERO_OR_POSITIVE', false],
  ['DeRemark001', 'Remark', 'TEXT', false],
  ['DeStock0001', 'Stock out', 'BOOLEAN', false],
  ['DeSource001', 'Drug source', 'TEXT', false],
  ['DeSupply001', 'Supplied by', 'EMAIL', false],
  ['DeBySex0001', 'Cases by sex', 'INTEGER', true],
] as const;

const optionSet = { id: 'OptionSet01' };
const options = ['STATE', 'MARKET'].map((code, at) => ({
  id: `Option0000${at + 1}`,
  code,
  name: code,
  sortOrder: at,
  optionSet,
}));

export const SEX = { id: 'CmbSex00001' };
export const PROJECT = { id: 'CmbProject1' };
export const FEMALE = 'CocFemale01';
export const MALE = 'CocMale0001';
export const WATER = 'CocWater001';
export const HEALTH = 'CocHealth01';

interface Choice {
  readonly id: string;
  readonly name: string;
  readonly code?: string;
  readonly endDate?: string;
  readonly organisationUnits?: readonly { readonly id: string }[];
}

const sharing = { public: 'rwrw----' };

function combo(
  id: string,
  name: string,
  choices: readonly (readonly [coc: string, option: Choice])[],
): {
  readonly categoryOptions: object[];
  readonly categories: object[];
  readonly categoryCombos: object[];
  readonly categoryOptionCombos: object[];
} {
  const category = { id: id.replace('Cmb', 'Cat') };
  return {
    categoryOptions: choices.map(([, option]) => ({ shortName: option.name, sharing, ...option })),
    categories: [
      {
        ...category,
        name,
        shortName: name,
        sharing,
        categoryOptions: choices.map(([, option]) => ({ id: option.id })),
      },
    ],
    categoryCombos: [{ id, name, sharing, categories: [category] }],
    categoryOptionCombos: choices.map(([coc, option]) => ({
      id: coc,
      name: option.name,
      categoryCombo: { id },
      categoryOptions: [{ id: option.id }],
    })),
  };
}

const sexes = combo(SEX.id, 'Sex', [
  [FEMALE, { id: 'CoFemale001', code: 'F', name: 'Female' }],
  [MALE, { id: 'CoMale00001', code: 'M', name: 'Male' }],
]);
const projects = combo(PROJECT.id, 'Project', [
  [WATER, { id: 'CoWater0001', code: 'WASH', name: 'Water', endDate: '2024-12-31' }],
  [HEALTH, { id: 'CoHealth001', name: 'Health', organisationUnits: [{ id: 'OrgClinic0A' }] }],
]);

const dataSet = {
  id: 'DataSet0001',
  name: 'Monthly report',
  shortName: 'Monthly report',
  periodType: 'Monthly',
  openFuturePeriods: 1,
  sharing,
  organisationUnits: ['A', 'B'].map((letter) => ({ id: `OrgClinic0${letter}` })),
  dataSetElements: elements.map(([id]) => ({ dataElement: { id } })),
};

export const DATA_SET = {
  organisationUnits: [
    { id: 'OrgRoot0001', name: 'Country', shortName: 'Country', openingDate: '2000-01-01' },
    ...['A', 'B', 'C'].map((letter) => ({
      id: `OrgClinic0${letter}`,
      name: `Clinic ${letter}`,
      shortName: `Clinic ${letter}`,
      openingDate: '2000-01-01',
      parent: { id: 'OrgRoot0001' },
    })),
  ],
  options,
  optionSets: [
    { ...optionSet, name: 'Source', code: 'SOURCE', valueType: 'TEXT', options: options.map(({ id }) => ({ id })) },
  ],
  categoryOptions: [...sexes.categoryOptions, ...projects.categoryOptions],
  categories: [...sexes.categories, ...projects.categories],
  categoryCombos: [...sexes.categoryCombos, ...projects.categoryCombos],
  categoryOptionCombos: [...sexes.categoryOptionCombos, ...projects.categoryOptionCombos],
  dataElements: elements.map(([id, name, valueType, zeroIsSignificant]) => ({
    id,
    name,
    shortName: name,
    valueType,
    zeroIsSignificant,
    domainType: 'AGGREGATE',
    aggregationType: /INTEGER/.test(valueType) ? 'SUM' : 'NONE',
    sharing: { public: 'rw------' },
    ...(id === 'DeSource001' && { optionSet }),
    ...(id === 'DeBySex0001' && { categoryCombo: SEX }),
  })),
  dataSets: [
    dataSet,
    { ...dataSet, id: 'DataSet0002', name: 'By project', shortName: 'By project', categoryCombo: PROJECT },
    { ...dataSet, id: 'DataSet0003', name: 'Closing', shortName: 'Closing', expiryDays: 10, openFuturePeriods: 0 },
  ],
};
