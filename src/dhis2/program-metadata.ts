import { EtlError } from '../base/errors.ts';
import type { Json } from '../base/json.ts';
import { checkAnswer, PROGRAM } from './answer-schemas.ts';
import type { Dhis2Client } from './client.ts';

/** What `retrieved_program_metadata.json` holds; the names and their nesting are those of the file in use today. */
export interface ProgramMetadata {
  readonly programStages: readonly StageMetadata[];
}

export interface StageMetadata {
  readonly id: string;
  readonly name: string;
  readonly programStageDataElements: readonly StageElement[];
}

export interface StageElement {
  readonly compulsory: boolean;
  readonly dataElement: ElementMetadata;
}

export interface ElementMetadata {
  readonly id: string;
  readonly name: string;
  /** What the question is called on the form; absent: as the data element is. */
  readonly formName?: string;
  readonly valueType: string;
  readonly optionSet?: OptionSetMetadata;
}

export interface OptionSetMetadata {
  readonly id: string;
  readonly name: string;
  readonly valueType: string;
  readonly options: readonly { readonly name: string; readonly code: string }[];
}

/** A category combination of attributes, with the option combos that an event can name. */
export interface AttributeCombos {
  readonly id: string;
  readonly isDefault: boolean;
  readonly categoryOptionCombos?: readonly AttributeCombo[];
}

export interface AttributeCombo {
  readonly id: string;
  readonly name?: string;
  readonly categoryOptions?: readonly AttributeOption[];
}

export interface AttributeOption {
  readonly id: string;
  readonly name?: string;
  /** Days from and to which it can be used; absent: no limit. */
  readonly startDate?: string;
  readonly endDate?: string;
  readonly access?: { readonly data?: { readonly write?: boolean } };
}

/** A program with all that a mapping, and whoever sends, may want to know. Absent is null on the server. */
export interface Program {
  readonly id: string;
  readonly name: string;
  readonly programType: 'WITHOUT_REGISTRATION' | 'WITH_REGISTRATION';
  readonly version?: number;
  /** Of the attributes of its events. */
  readonly categoryCombo?: AttributeCombos;
  /** Units that it is assigned to; absent where the server does not say. `path`: `/root/…/id`. */
  readonly organisationUnits?: readonly { readonly id: string; readonly path?: string }[];
  /** Days after which completed events are closed; 0 or absent: never. */
  readonly completeEventsExpiryDays?: number;
  /** Events can be entered until so many days after the end of their period of this type; 0 or absent: always. */
  readonly expiryDays?: number;
  readonly expiryPeriodType?: string;
  /** Days after the end of an attribute option in which it can still be used. */
  readonly openDaysAfterCoEndDate?: number;
  /** What this user may do with its data; absent where the server does not say. */
  readonly access?: { readonly data?: { readonly read?: boolean; readonly write?: boolean } };
  readonly programStages: readonly ProgramStage[];
}

export interface ProgramStage extends Omit<StageMetadata, 'programStageDataElements'> {
  readonly sortOrder?: number;
  readonly repeatable?: boolean;
  readonly validationStrategy?: 'ON_COMPLETE' | 'ON_UPDATE_AND_INSERT';
  readonly featureType?: 'NONE' | 'POINT' | 'POLYGON' | 'MULTI_POLYGON';
  readonly enableUserAssignment?: boolean;
  readonly blockEntryForm?: boolean;
  readonly programStageDataElements: readonly (StageElement & {
    readonly sortOrder?: number;
    readonly allowFutureDate?: boolean;
    readonly dataElement: ElementMetadata & {
      readonly code?: string;
      readonly displayName?: string;
      readonly formName?: string;
      readonly optionSetValue?: boolean;
    };
  })[];
}

/** The fields in use today: an answer to them is the file, byte order of keys aside. */
const RETRIEVED_FIELDS =
  'programStages[id,name,programStageDataElements[compulsory,dataElement[name,valueType,id,' +
  'optionSet[name,id,valueType,options[name,code]]]]]';

const STAGE_FIELDS = 'id,name,sortOrder,repeatable,validationStrategy,featureType,enableUserAssignment,blockEntryForm';
const ELEMENT_FIELDS = 'id,code,name,displayName,formName,valueType,optionSetValue';
const OPTION_SET_FIELDS = 'optionSet[id,name,valueType,version,options[id,code,name,sortOrder]]';

const PROGRAM_FIELDS =
  'id,name,programType,version,categoryCombo[id,isDefault],access[data[read,write]],' +
  `programStages[${STAGE_FIELDS},programStageDataElements[sortOrder,compulsory,allowFutureDate,` +
  `dataElement[${ELEMENT_FIELDS},${OPTION_SET_FIELDS}]]]`;

/** All that a verdict on its events depends on. */
const SENDER_FIELDS =
  'id,name,programType,completeEventsExpiryDays,expiryDays,expiryPeriodType,openDaysAfterCoEndDate,' +
  'access[data[read,write]],organisationUnits[id,path],' +
  'categoryCombo[id,isDefault,categoryOptionCombos[id,name,' +
  'categoryOptions[id,name,startDate,endDate,access[data[write]]]]],' +
  'programStages[id,name,sortOrder,validationStrategy,featureType,programStageDataElements[compulsory,' +
  'dataElement[id,code,name,formName,valueType,optionSet[id,name,options[code,name]]]]]';

/** Fetches what `retrieved_program_metadata.json` holds, as it came. Throws EtlError `dhis2/*`. */
export async function fetchProgramMetadata(client: Dhis2Client, program: string): Promise<ProgramMetadata & Json> {
  return (await fetchFields(client, program, RETRIEVED_FIELDS)) as unknown as ProgramMetadata & Json;
}

/** Fetches a program whole, options included. Throws EtlError `dhis2/program-not-found` and other `dhis2/*`. */
export async function fetchProgram(client: Dhis2Client, program: string): Promise<Program> {
  return (await fetchFields(client, program, PROGRAM_FIELDS)) as unknown as Program;
}

/** Fetches what a sender needs of a program, so that it can tell what will be refused. Throws as above. */
export async function fetchProgramForSending(client: Dhis2Client, program: string): Promise<Program> {
  return (await fetchFields(client, program, SENDER_FIELDS)) as unknown as Program;
}

async function fetchFields(client: Dhis2Client, program: string, fields: string): Promise<Record<string, unknown>> {
  const path = `/api/programs/${encodeURIComponent(program)}`;
  const answer = await client.get(path, { fields }).catch((error: unknown) => {
    if (!(error instanceof EtlError && error.code === 'dhis2/not-found')) throw error;
    throw new EtlError('dhis2/program-not-found', { program, url: client.url }, { cause: error });
  });
  checkAnswer(PROGRAM, answer, `GET ${client.url}${path}`);
  return answer as Record<string, unknown>;
}

/** The stage that an event program's events belong to: the first by sort order. */
export function firstStage(program: Program): ProgramStage | undefined {
  return [...program.programStages].sort((a, b) => (a.sortOrder ?? 0) - (b.sortOrder ?? 0))[0];
}
