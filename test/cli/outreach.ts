/** A small program of its own, as a DHIS2 metadata package: outreach visits, with values of many types. */
import { readFileSync } from 'node:fs';

export const PROGRAM = 'PrgOutreac1';
/** Another one, to which nothing is sent. */
export const OTHER_PROGRAM = 'PrgOther001';

interface Element {
  readonly compulsory: boolean;
  readonly dataElement: {
    readonly id: string;
    readonly name: string;
    readonly valueType: string;
    readonly optionSet?: OptionSet;
  };
}

interface OptionSet {
  readonly id: string;
  readonly name: string;
  readonly valueType: string;
  readonly options: readonly { readonly code: string; readonly name: string }[];
}

function readMapping(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../pipelines/mapping/${name}`, import.meta.url), 'utf8'));
}

/** The package: the program as its retrieved metadata says, with an organisation unit for each facility. */
export function outreachMetadata(): object {
  const { programStages } = readMapping('retrieved_program_metadata.json') as {
    programStages: [{ id: string; name: string; programStageDataElements: readonly Element[] }];
  };
  const [stage] = programStages;
  const facilities = Object.entries(readMapping('mapping_orgUnits.json') as Record<string, string>);
  const elements = stage.programStageDataElements;
  const sets = new Map(
    elements.flatMap(({ dataElement: { optionSet } }) => (optionSet ? [[optionSet.id, optionSet] as const] : [])),
  );
  const optionId = (set: string, at: number): string => `${set.slice(0, 9)}${at + 10}`;
  const program = (id: string, name: string, stageId: string) => ({
    id,
    name,
    shortName: name,
    programType: 'WITHOUT_REGISTRATION',
    sharing: { public: 'rwrw----' },
    organisationUnits: facilities.map(([, one]) => ({ id: one })),
    programStages: [{ id: stageId }],
  });
  const stageOf = (id: string, programId: string) => ({
    id,
    name: stage.name,
    program: { id: programId },
    validationStrategy: 'ON_UPDATE_AND_INSERT',
    featureType: 'POINT',
    sharing: { public: 'rwrw----' },
    programStageDataElements: elements.map(({ compulsory, dataElement }, at) => ({
      id: `Ps${id.slice(3, 9)}0${at + 10}`,
      programStage: { id },
      dataElement: { id: dataElement.id },
      compulsory,
      sortOrder: at,
    })),
  });
  return {
    organisationUnits: [
      { id: 'OuCountry01', name: 'Country', shortName: 'Country', openingDate: '2000-01-01' },
      ...facilities.map(([name, id]) => ({
        id,
        name,
        shortName: name,
        openingDate: '2000-01-01',
        parent: { id: 'OuCountry01' },
      })),
    ],
    options: [...sets.values()].flatMap((set) =>
      set.options.map(({ code, name }, at) => ({
        id: optionId(set.id, at),
        code,
        name,
        sortOrder: at,
        optionSet: { id: set.id },
      })),
    ),
    optionSets: [...sets.values()].map(({ id, name, valueType, options }) => ({
      id,
      name,
      valueType,
      options: options.map((_, at) => ({ id: optionId(id, at) })),
    })),
    dataElements: elements.map(({ dataElement: { id, name, valueType, optionSet } }) => ({
      id,
      name,
      shortName: name,
      domainType: 'TRACKER',
      aggregationType: 'NONE',
      valueType,
      optionSet: optionSet && { id: optionSet.id },
    })),
    programs: [program(PROGRAM, 'Outreach', stage.id), program(OTHER_PROGRAM, 'Other', 'StgOther001')],
    programStages: [stageOf(stage.id, PROGRAM), stageOf('StgOther001', OTHER_PROGRAM)],
  };
}
