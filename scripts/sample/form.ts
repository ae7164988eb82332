import { readFileSync } from 'node:fs';
import path from 'node:path';

export const MAPPINGS = path.join(import.meta.dirname, '../../mappings/sipca');

/** Questions that only the newest form asks. */
const NEW_IN_V3: ReadonlySet<string> = new Set(['IPC_MANAGER', 'IPC_QUALIF']);

export type VersionName = 'v1' | 'v2' | 'v3';

export interface Question {
  readonly column: string;
  readonly dataElement: string;
  readonly compulsory: boolean;
  /** Values in Kobo, each with its option code. */
  readonly codes: ReadonlyMap<string, string>;
  readonly values: readonly string[];
}

/** SIPCA's form as its mapping files tell it: questions of each version, facilities, columns of the export. */
export interface Form {
  readonly programId: string;
  readonly versions: Readonly<Record<VersionName, readonly Question[]>>;
  /** FACILITY → organisation unit UID. */
  readonly facilities: ReadonlyMap<string, string>;
  /** All columns of an export of all versions, in Kobo's order. */
  readonly columns: readonly string[];
}

const BEFORE = ['start', 'end', 'today', 'OC', 'FACILITY', 'ASSESSMENT_DATE', 'ASSESSOR'];
/** Free text that no data element is made from. */
const AFTER = ['STRONG_POINTS', 'POINTS_TO_IMPROVE', 'COMMENTS'];
/** What Kobo's own export adds, in its order. */
const META = [
  '_id',
  '_uuid',
  '_submission_time',
  '_validation_status',
  '_notes',
  '_status',
  '_submitted_by',
  '__version__',
  '_tags',
  'meta/rootUuid',
  '_index',
];

interface GeneratedFile {
  readonly program_id: string;
  readonly programStages: readonly {
    readonly programStageDataElements: readonly {
      readonly compulsory: boolean;
      readonly dataElement: {
        readonly id: string;
        readonly column?: string;
        readonly 'optionSet-mapping'?: Readonly<Record<string, string>>;
      };
    }[];
  }[];
}

/** Reads a JSON file of the mapping. */
export function readMapping(name: string): unknown {
  return JSON.parse(readFileSync(path.join(MAPPINGS, name), 'utf8'));
}

/** Loads the form from the mapping files of the repository. */
export function loadForm(): Form {
  const [v3, v2, v1] = ['', '.v2', '.v1'].map((version) => readMapping(`mapping_generated${version}.json`)) as [
    GeneratedFile,
    GeneratedFile,
    GeneratedFile,
  ];
  const facilities = readMapping('mapping_orgUnits.json') as Readonly<Record<string, string>>;
  const versions = {
    v3: toQuestions(v3),
    v2: toQuestions(v2).filter((question) => !NEW_IN_V3.has(question.column)),
    v1: toQuestions(v1).filter((question) => !NEW_IN_V3.has(question.column)),
  };
  // Kobo puts the columns of a renamed question next to each other only by chance: the newest form comes first.
  const questions = new Set([...versions.v3, ...versions.v2, ...versions.v1].map((question) => question.column));
  return {
    programId: v3.program_id,
    versions,
    facilities: new Map(Object.entries(facilities)),
    columns: [...BEFORE, ...questions, ...AFTER, ...META],
  };
}

function toQuestions(file: GeneratedFile): readonly Question[] {
  const elements = file.programStages.flatMap((stage) => stage.programStageDataElements);
  return elements.map(({ compulsory, dataElement }) => {
    const { column, id } = dataElement;
    if (column === undefined) throw new Error(`The data element ${id} has no column: generate the mapping first.`);
    const codes = new Map(Object.entries(dataElement['optionSet-mapping'] ?? {}));
    return { column, dataElement: id, compulsory, codes, values: [...codes.keys()] };
  });
}
