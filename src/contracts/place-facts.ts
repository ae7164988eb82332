/**
 * What a server says of the place that objects go to (a program, a data set), as far as a mapping is made of it. It is kept
 * as a lock beside the mapping, and compared with what the server says later. What is absent is not known, and not compared.
 */

/** All that a mapping depends on in a place; nothing that depends on a single organisation unit, user or day. */
export interface PlaceFacts {
  readonly of: 'program' | 'data set';
  readonly id: string;
  readonly name?: string;
  readonly server?: ServerFacts;
  /** Settings of the place itself, by the names that the lock gives them; an absent one is not known. */
  readonly settings: Readonly<Record<string, string>>;
  /** Of a program: its stages, in their order; of a data set none. */
  readonly stages: readonly StageFacts[];
  readonly elements: readonly ElementFacts[];
  readonly optionSets: readonly OptionSetFacts[];
  /** Category combos that break something down; the default one is none of them. */
  readonly combos: readonly ComboFacts[];
  /** False where this user may not write to the place (any more); never kept. */
  readonly mayWrite?: boolean;
}

export interface ServerFacts {
  readonly systemId?: string;
  readonly release?: string;
}

export interface StageFacts {
  readonly id: string;
  readonly name?: string;
  readonly settings: Readonly<Record<string, string>>;
}

export interface ElementFacts {
  readonly id: string;
  readonly name?: string;
  /** What the form calls it, where that is not its name. */
  readonly label?: string;
  readonly type?: string;
  /** Of a data set: of any of its cells. */
  readonly isCompulsory: boolean;
  /** Id of its stage. */
  readonly stage?: string;
  /** Id of its option set. */
  readonly optionSet?: string;
  /** Id of the combo by which it is broken down. */
  readonly combo?: string;
}

export interface OptionSetFacts {
  readonly id: string;
  readonly name?: string;
  /** Names by code; undefined where they are not known. */
  readonly options: ReadonlyMap<string, string> | undefined;
}

export interface ComboFacts {
  readonly id: string;
  readonly name?: string;
  /** Names of its option combos by id. */
  readonly options: ReadonlyMap<string, string>;
}
