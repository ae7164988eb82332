/** A small event program, as a DHIS2 metadata package. */

const elements = [
  ['DeBeds00001', 'Beds', 'INTEGER_ZERO_OR_POSITIVE', true],
  ['DeName00001', 'Name', 'TEXT', false],
  ['DeOpen00001', 'Open', 'BOOLEAN', false],
  ['DeKey000001', 'Kobo key', 'TEXT', false],
  ['DeSex000001', 'Sex', 'TEXT', false],
] as const;

const optionSet = { id: 'OptionSet01' };
const options = ['MALE', 'FEMALE'].map((code, at) => ({
  id: `Option0000${at + 1}`,
  code,
  name: code,
  sortOrder: at,
  optionSet,
}));

export const EVENT_PROGRAM = {
  organisationUnits: [
    { id: 'OrgRoot0001', name: 'Country', shortName: 'Country', openingDate: '2000-01-01' },
    ...['A', 'B'].map((letter) => ({
      id: `OrgClinic0${letter}`,
      name: `Clinic ${letter}`,
      shortName: `Clinic ${letter}`,
      openingDate: '2000-01-01',
      parent: { id: 'OrgRoot0001' },
    })),
  ],
  options,
  optionSets: [
    { ...optionSet, name: 'Sex', code: 'SEX', valueType: 'TEXT', options: options.map(({ id }) => ({ id })) },
  ],
  dataElements: elements.map(([id, name, valueType]) => ({
    id,
    name,
    shortName: name,
    valueType,
    domainType: 'TRACKER',
    aggregationType: 'NONE',
    ...(id === 'DeSex000001' ? { optionSet } : {}),
  })),
  programs: [
    {
      id: 'ProgramEv01',
      name: 'Visits',
      shortName: 'Visits',
      programType: 'WITHOUT_REGISTRATION',
      sharing: { public: 'rwrw----' },
      organisationUnits: [{ id: 'OrgClinic0A' }],
      programStages: [{ id: 'Stage000001' }],
    },
  ],
  programStages: [
    {
      id: 'Stage000001',
      name: 'Visit',
      program: { id: 'ProgramEv01' },
      validationStrategy: 'ON_UPDATE_AND_INSERT',
      featureType: 'POINT',
      sharing: { public: 'rwrw----' },
      programStageDataElements: elements.map(([id, , , compulsory], at) => ({
        id: `Psde000000${at}`,
        programStage: { id: 'Stage000001' },
        dataElement: { id },
        compulsory,
        sortOrder: at,
      })),
    },
  ],
};
