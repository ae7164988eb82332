import type { EventStore } from './event-store.ts';
import {
  indexBy,
  type DataElementModel,
  type Identified,
  type Model,
  type OptionComboModel,
  type OrgUnitModel,
  type ProgramModel,
  type StageModel,
} from './model.ts';
import { may, type Person } from './people.ts';
import type { IdSchemes } from './tracker-parameters.ts';
import type { IncomingEvent } from './tracker-body.ts';
import type { Traits } from './versions.ts';

/** Everything against which the events of one request are checked. Maps are by the identifiers of the request. */
export interface ImportContext {
  readonly traits: Traits;
  readonly person: Person;
  readonly store: EventStore;
  readonly schemes: IdSchemes;
  readonly model: Model;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The database takes nothing of this request. */
  readonly databaseRefuses: boolean;
  readonly orgUnits: ReadonlyMap<string, OrgUnitModel>;
  readonly programs: ReadonlyMap<string, ProgramModel>;
  readonly stages: ReadonlyMap<string, StageModel>;
  readonly dataElements: ReadonlyMap<string, DataElementModel>;
  readonly optionCombos: ReadonlyMap<string, OptionComboModel>;
  readonly categoryOptions: ReadonlyMap<string, Identified>;
  /** Whether the user captures data in an org unit, or is believed not to. */
  inScope(orgUnit: OrgUnitModel): boolean;
  /** Uid of the user of that name or uid; null where there is none. */
  findUser(user: { readonly uid: string | null; readonly username: string | null }): string | null;
  /** Events of the request are looked up here; nothing is found when the look-up of the whole request failed. */
  readonly known: (uid: string) => ReturnType<EventStore['get']>;
}

/** An event with what the server found for it. */
export interface Candidate {
  readonly incoming: IncomingEvent;
  readonly update: boolean;
  readonly program: ProgramModel | undefined;
  readonly stage: StageModel | undefined;
  readonly orgUnit: OrgUnitModel | undefined;
}

/** Looks up what the user may read. A null among the data values of any event makes every look-up fail. */
export function buildContext(about: {
  traits: Traits;
  person: Person;
  store: EventStore;
  schemes: IdSchemes;
  model: Model;
  now: number;
  databaseRefuses: boolean;
  broken: boolean;
  findUser: ImportContext['findUser'];
  inScope: ImportContext['inScope'];
}): ImportContext {
  const { traits, person, store, schemes, model, now, databaseRefuses, broken, findUser, inScope } = about;
  const nothing = new Map<string, never>();
  const readable = <T extends Identified>(objects: ReadonlyMap<string, T>, scheme: string): ReadonlyMap<string, T> => {
    if (broken) return nothing;
    const index = indexBy(objects, scheme);
    if (person.superuser) return index;
    return new Map([...index].filter(([, object]) => may(person, 'readMetadata', object.item)));
  };
  return {
    traits,
    person,
    store,
    schemes,
    model,
    now,
    databaseRefuses,
    findUser,
    inScope,
    orgUnits: broken ? nothing : indexBy(model.orgUnits, schemes.orgUnit),
    programs: readable(model.programs, schemes.program),
    stages: readable(model.stages, schemes.programStage),
    dataElements: readable(model.dataElements, schemes.dataElement),
    optionCombos: broken ? nothing : indexBy(model.optionCombos, schemes.categoryOptionCombo),
    categoryOptions: broken ? nothing : indexBy(model.categoryOptions, schemes.categoryOption),
    known: (uid) => (broken ? undefined : store.get(uid)),
  };
}

/** Finds program, stage and org unit of an event; of program and stage, one may stand for the other. */
export function findReferences(incoming: IncomingEvent, update: boolean, context: ImportContext): Candidate {
  const namedStage = context.stages.get(incoming.programStage ?? '');
  const namedProgram = context.programs.get(incoming.program ?? '');
  const program = incoming.program === null ? context.model.programs.get(namedStage?.programUid ?? '') : namedProgram;
  const first = program && !program.registration ? program.stages[0] : undefined;
  const stage = incoming.programStage === null ? context.model.stages.get(first ?? '') : namedStage;
  return { incoming, update, program, stage, orgUnit: context.orgUnits.get(incoming.orgUnit ?? '') };
}
