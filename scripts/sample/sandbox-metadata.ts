import { deriveUid } from '../../src/dhis2/uid.ts';
import { readMapping } from './form.ts';

/** Who may write to the sandbox. It listens on loopback and holds invented data only. */
export const SANDBOX_USER = { username: 'sipca-admin', password: 'Sipca-sandbox-1' } as const;

interface Retrieved {
  readonly programStages: readonly {
    readonly id: string;
    readonly name: string;
    readonly programStageDataElements: readonly {
      readonly compulsory: boolean;
      readonly dataElement: {
        readonly id: string;
        readonly name: string;
        readonly valueType: string;
        readonly optionSet?: {
          readonly id: string;
          readonly name: string;
          readonly valueType: string;
          readonly options: readonly { readonly code: string; readonly name: string }[];
        };
      };
    }[];
  }[];
}

type Item = { readonly id: string } & Readonly<Record<string, unknown>>;

const idOf = (what: string): string => deriveUid('sipca-sandbox', what, 0);
const ref = (id: string): { readonly id: string } => ({ id });
const READ_WRITE = { public: 'rwrw----' };
const METADATA_ONLY = { public: 'rw------' };

/**
 * A DHIS2 metadata package for the embedded sandbox: SIPCA's program with its questions and options, an organisation
 * unit for each facility of the mapping, and a user who may capture for them.
 */
export function sandboxMetadata(): Readonly<Record<string, readonly Item[]>> {
  const program = readMapping('mapping_generated.json') as {
    readonly program_id: string;
    readonly program_name: string;
  };
  const { programStages } = readMapping('retrieved_program_metadata.json') as Retrieved;
  const facilities = toFacilities(readMapping('mapping_orgUnits.json') as Readonly<Record<string, string>>);
  const root = idOf('root');
  const elements = programStages.flatMap((stage) => stage.programStageDataElements.map((listed) => listed.dataElement));
  const sets = new Map(elements.flatMap(({ optionSet }) => (optionSet ? [[optionSet.id, optionSet] as const] : [])));
  const optionId = (set: string, code: string): string => idOf(`option ${set} ${code}`);
  const role = idOf('role');
  return {
    organisationUnits: [
      { ...named(root, 'SIPCA hospitals'), openingDate: '2000-01-01' },
      ...facilities.map(([id, name]) => ({ ...named(id, name), openingDate: '2000-01-01', parent: ref(root) })),
    ],
    options: [...sets.values()].flatMap((set) =>
      set.options.map(({ code, name }, at) => ({
        id: optionId(set.id, code),
        code,
        name,
        sortOrder: at + 1,
        optionSet: ref(set.id),
      })),
    ),
    optionSets: [...sets.values()].map(({ id, name, valueType, options }) => ({
      id,
      name,
      valueType,
      sharing: METADATA_ONLY,
      options: options.map(({ code }) => ref(optionId(id, code))),
    })),
    dataElements: elements.map(({ id, name, valueType, optionSet }) => ({
      id,
      name,
      shortName: shorten(name),
      domainType: 'TRACKER',
      aggregationType: 'NONE',
      valueType,
      sharing: METADATA_ONLY,
      optionSet: optionSet && ref(optionSet.id),
    })),
    programs: [
      {
        ...named(program.program_id, program.program_name),
        programType: 'WITHOUT_REGISTRATION',
        sharing: READ_WRITE,
        organisationUnits: facilities.map(([id]) => ref(id)),
        programStages: programStages.map(({ id }) => ref(id)),
      },
    ],
    programStages: programStages.map(({ id, name, programStageDataElements }) => ({
      id,
      name,
      program: ref(program.program_id),
      repeatable: false,
      minDaysFromStart: 0,
      validationStrategy: 'ON_UPDATE_AND_INSERT',
      sharing: READ_WRITE,
      programStageDataElements: programStageDataElements.map(({ compulsory, dataElement }, at) => ({
        id: idOf(`stage element ${id} ${dataElement.id}`),
        programStage: ref(id),
        dataElement: ref(dataElement.id),
        compulsory,
        sortOrder: at + 1,
      })),
    })),
    userRoles: [{ id: role, name: 'SIPCA data entry', authorities: ['M_dhis-web-capture'] }],
    users: [
      {
        id: idOf('user'),
        ...SANDBOX_USER,
        firstName: 'SIPCA',
        surname: 'Integration',
        userRoles: [ref(role)],
        organisationUnits: [ref(root)],
      },
    ],
  };
}

/** One organisation unit for each UID: a facility that is spelled in two ways is still one. */
function toFacilities(lookup: Readonly<Record<string, string>>): readonly (readonly [id: string, name: string])[] {
  const byId = new Map<string, string>();
  for (const [name, id] of Object.entries(lookup)) if (!byId.has(id)) byId.set(id, name);
  return [...byId];
}

function named(id: string, name: string): { readonly id: string; readonly name: string; readonly shortName: string } {
  return { id, name, shortName: shorten(name) };
}

/** DHIS2 takes 50 characters. */
function shorten(name: string): string {
  return name.slice(0, 50);
}
