/** The program that chaos sends to: a tag that tells whose event it is, and three questions. */
import type { Facility, Question, Typable } from './history.ts';

export const PROGRAM = 'PrgChaos001';
export const STAGE = 'StgChaos001';
/** Never edited, always mapped: by it an event is known without asking the index. */
export const TAG = 'DeTag000001';
export const ELEMENTS: Readonly<Record<Question, string>> = {
  name: 'DeName00001',
  beds: 'DeBeds00001',
  note: 'DeNote00001',
};

/** What a person types into: a data element, or the event's own status. */
export function targetOf(question: Typable): string {
  return question === 'status' ? 'status' : ELEMENTS[question];
}

/** Units of the facilities that we know; the program is not assigned to the last one's. */
export const UNITS: Readonly<Record<Exclude<Facility, 'Nowhere'>, string>> = {
  Alpha: 'OuAlpha0001',
  Beta: 'OuBeta00001',
  Gamma: 'OuGamma0001',
};

const elements = [
  [TAG, 'Tag', 'TEXT'],
  [ELEMENTS.name, 'Name', 'TEXT'],
  [ELEMENTS.beds, 'Beds', 'INTEGER'],
  [ELEMENTS.note, 'Note', 'TEXT'],
] as const;

export const METADATA = {
  organisationUnits: [
    { id: 'OuRoot00001', name: 'Country', shortName: 'Country', openingDate: '2000-01-01' },
    ...Object.entries(UNITS).map(([name, id]) => ({
      id,
      name,
      shortName: name,
      openingDate: '2000-01-01',
      parent: { id: 'OuRoot00001' },
    })),
  ],
  dataElements: elements.map(([id, name, valueType]) => ({
    id,
    name,
    shortName: name,
    valueType,
    domainType: 'TRACKER',
    aggregationType: 'NONE',
  })),
  programs: [
    {
      id: PROGRAM,
      name: 'Chaos',
      shortName: 'Chaos',
      programType: 'WITHOUT_REGISTRATION',
      sharing: { public: 'rwrw----' },
      organisationUnits: [{ id: UNITS.Alpha }, { id: UNITS.Beta }],
      programStages: [{ id: STAGE }],
    },
  ],
  programStages: [
    {
      id: STAGE,
      name: 'Visit',
      program: { id: PROGRAM },
      validationStrategy: 'ON_UPDATE_AND_INSERT',
      featureType: 'NONE',
      sharing: { public: 'rwrw----' },
      programStageDataElements: elements.map(([id], at) => ({
        id: `Psde000000${at}`,
        programStage: { id: STAGE },
        dataElement: { id },
        compulsory: false,
        sortOrder: at,
      })),
    },
  ],
};
