import type { Program, ProgramStage, StageElement } from '../program-metadata.ts';
import type { Rules } from '../versions.ts';

/** What the verdict on an event depends on, beside the event. */
export interface Grounds {
  /** The release as it calls itself. */
  readonly version: string;
  readonly rules: Rules;
  readonly program: Program;
  readonly stage: StageView;
  readonly sender: Sender;
  /** The time on the server's wall, `yyyy-MM-ddTHH:mm:ss.SSS`, so many milliseconds from now. */
  wallAt(offsetMs: number): string;
  /** What the server was asked; of all else nothing is known. */
  readonly asked: Asked;
}

/** The user who sends. */
export interface Sender {
  readonly username: string;
  /** Units for which, and below which, the user may enter data; undefined: the server does not say. */
  readonly captures: ReadonlySet<string> | undefined;
  /** Whether the user has an authority, or all. */
  has(authority: string): boolean;
}

/** A stage by its data elements. */
export interface StageView extends ProgramStage {
  readonly elements: ReadonlyMap<string, StageElement['dataElement']>;
  readonly compulsory: readonly StageElement['dataElement'][];
}

/** A thing in the server: as it is, or that there is none; undefined where nobody knows. */
export type Answered<T> = T | 'none' | undefined;

export interface Unit {
  /** Ids of the unit and of all above it; undefined where the server does not say. */
  readonly above: readonly string[] | undefined;
}

/** What DHIS2 has of an event already. */
export interface StoredEvent {
  readonly status: string | undefined;
  readonly completedAt: string | undefined;
  /** Data elements that have a value. */
  readonly elements: ReadonlySet<string>;
}

/** A data element that is not of the stage. */
export type OtherElement = StageElement['dataElement'];

/** An option combo that is not of the program. */
export interface OtherCombo {
  readonly isDefault: boolean;
}

export interface Asked {
  unit(id: string): Answered<Unit>;
  element(id: string): Answered<OtherElement>;
  combo(id: string): Answered<OtherCombo>;
  stored(event: string): Answered<StoredEvent>;
}

export function toStageView(stage: ProgramStage): StageView {
  const elements = stage.programStageDataElements.map(({ dataElement }) => dataElement);
  return {
    ...stage,
    elements: new Map(elements.map((element) => [element.id, element])),
    compulsory: stage.programStageDataElements.flatMap((one) => (one.compulsory ? [one.dataElement] : [])),
  };
}

/** Name and UID of a data element, for people. */
export function nameOf(element: { readonly id: string; readonly name?: string }): string {
  return element.name ? `${element.name} (${element.id})` : element.id;
}
