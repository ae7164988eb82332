/** The program that the assessment goes to: 23 data elements, called as administrators call them. */
type Element = readonly [
  id: string,
  name: string,
  valueType: string,
  more?: { compulsory?: true; set?: string; form?: string },
];

const ELEMENTS: readonly Element[] = [
  ['DwPosition1', 'WASH - GPS position', 'COORDINATE', { form: 'Position of facility' }],
  ['DwBeds00001', 'WASH - Beds', 'INTEGER_ZERO_OR_POSITIVE', { compulsory: true }],
  ['DwStaffMal1', 'WASH - Staff, male', 'INTEGER_ZERO_OR_POSITIVE'],
  ['DwStaffFem1', 'WASH - Staff, female', 'INTEGER_ZERO_OR_POSITIVE'],
  ['DwOutpat001', 'WASH - Outpatients last month', 'INTEGER_ZERO_OR_POSITIVE'],
  ['DwInpat0001', 'WASH - Inpatients last month', 'INTEGER_ZERO_OR_POSITIVE'],
  ['DwServices1', 'WASH - Services offered', 'MULTI_TEXT', { set: 'OsServices1' }],
  ['DwWaterSrc1', 'WASH - Main water source', 'TEXT', { set: 'OsWaterSrc1', compulsory: true }],
  ['DwWaterNow1', 'WASH - Water available today', 'BOOLEAN'],
  ['DwChlorine1', 'WASH - Free residual chlorine', 'NUMBER'],
  ['DwStorage01', 'WASH - Water storage capacity (litres)', 'INTEGER_ZERO_OR_POSITIVE'],
  ['DwTreatBef1', 'WASH - Water treated before storage', 'BOOLEAN'],
  ['DwTreatAft1', 'WASH - Water treated after storage', 'BOOLEAN'],
  ['DwLatrines1', 'WASH - Functional latrines', 'INTEGER_ZERO_OR_POSITIVE', { form: 'Latrines that work' }],
  ['DwLatrinWo1', 'WASH - Latrines for women only', 'INTEGER_ZERO_OR_POSITIVE'],
  ['DwLatrinSt1', 'WASH - Latrines for staff only', 'INTEGER_ZERO_OR_POSITIVE'],
  ['DwCleaning1', 'WASH - Latrine cleaning frequency', 'TEXT', { set: 'OsFrequenc1' }],
  ['DwSoap00001', 'WASH - Soap at handwashing points', 'BOOLEAN'],
  ['DwWaste0001', 'WASH - Medical waste disposal', 'TEXT', { set: 'OsWaste0001', compulsory: true }],
  ['DwBoxes0001', 'WASH - Safety boxes in stock', 'INTEGER_ZERO_OR_POSITIVE'],
  ['DwTraining1', 'WASH - Last hygiene training', 'DATE'],
  ['DwRatio0001', 'WASH - Beds per latrine', 'NUMBER'],
  ['DwComment01', 'WASH - Comment of the supervisor', 'LONG_TEXT'],
];

const SETS: Readonly<
  Record<string, readonly [name: string, valueType: string, options: readonly (readonly [string, string])[]]>
> = {
  OsServices1: [
    'WASH services',
    'MULTI_TEXT',
    [
      ['OPD', 'Outpatient care'],
      ['ANC', 'Antenatal care'],
      ['EPI', 'Vaccination'],
      ['SURG', 'Surgery'],
    ],
  ],
  OsWaterSrc1: [
    'WASH water source',
    'TEXT',
    [
      ['PIPED', 'Piped water'],
      ['BOREHOLE', 'Borehole with hand pump'],
      ['WELL_P', 'Protected well'],
      ['WELL_U', 'Unprotected well'],
      ['SURFACE', 'River, lake'],
    ],
  ],
  OsFrequenc1: [
    'WASH frequency',
    'TEXT',
    [
      ['MANY', 'Several times daily'],
      ['DAILY', 'Once a day'],
      ['WEEKLY', 'Once a week'],
      ['RARE', 'Less often'],
    ],
  ],
  OsWaste0001: [
    'WASH waste',
    'TEXT',
    [
      ['INCINERATOR', 'Incinerator'],
      ['PIT', 'Pit'],
      ['BURN', 'Open burning'],
      ['MUNICIPAL', 'Collected by municipality'],
    ],
  ],
};

const UNITS: readonly (readonly [id: string, name: string])[] = [
  ['OuKenemaGov', 'Kenema Government Hospital'],
  ['OuKambiaGov', 'Kambia Government Hospital'],
  ['OuBandajuma', 'Bandajuma Community Health Centre'],
  ['OuSite00001', 'Site 1 Clinic'],
  ['OuSite00002', 'Site 2 Clinic'],
  ['OuRiveNord1', 'CS Rive-Nord'],
  ['OuRiveSud01', 'CS Rive-Sud'],
  ['OuMaputo001', 'Maputo National Hospital'],
  ['OuStMary001', 'Saint Mary Clinic'],
  ['OuMakeni001', 'Makeni Health Post'],
  ['OuGboGovt01', 'Gbo Government Hospital'],
];

const id = (one: string): { readonly id: string } => ({ id: one });
const day = { openingDate: '2020-01-01' };

export const METADATA = {
  organisationUnits: UNITS.map(([unit, name]) => ({ id: unit, name, ...day })),
  options: Object.entries(SETS).flatMap(([set, [, , options]]) =>
    options.map(([code, name], at) => ({ id: `Op${set.slice(2, 10)}${at}`, code, name })),
  ),
  optionSets: Object.entries(SETS).map(([set, [name, valueType, options]]) => ({
    id: set,
    name,
    valueType,
    options: options.map((_, at) => id(`Op${set.slice(2, 10)}${at}`)),
  })),
  dataElements: ELEMENTS.map(([element, name, valueType, { set, form } = {}]) => ({
    id: element,
    name,
    valueType,
    domainType: 'TRACKER',
    ...(form !== undefined && { formName: form }),
    ...(set !== undefined && { optionSet: id(set) }),
  })),
  programs: [
    {
      id: 'PrWash00001',
      name: 'WASH assessment',
      programType: 'WITHOUT_REGISTRATION',
      organisationUnits: UNITS.map(([unit]) => id(unit)),
      programStages: [id('StWash00001')],
    },
  ],
  programStages: [
    {
      id: 'StWash00001',
      name: 'Assessment',
      program: id('PrWash00001'),
      programStageDataElements: ELEMENTS.map(([element, , , { compulsory = false } = {}]) => ({
        dataElement: id(element),
        compulsory,
      })),
    },
  ],
};
