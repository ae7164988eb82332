import { EtlError } from '../base/errors.ts';

/** A data set with all that a mapping, and whoever sends, may want to know. Plain JSON, in an order of its own. */
export interface DataSet {
  readonly id: string;
  readonly code?: string;
  readonly name: string;
  /** As DHIS2 calls it: `Monthly`, `WeeklySunday`, `FinancialApril`. */
  readonly periodType: string;
  /** Periods that are open from the running one on; 0: the running one is not. */
  readonly openFuturePeriods: number;
  /** Days after its end for which a period stays open; 0: for ever. */
  readonly expiryDays: number;
  /** Periods after the end of an attribute option in which it can still be used. */
  readonly openPeriodsAfterOptionEnd: number;
  /** Values are approved, and locked by that. */
  readonly workflow?: { readonly id: string; readonly name: string };
  /** What this user may do with its data; absent where the server does not say. */
  readonly access?: { readonly read?: boolean; readonly write?: boolean };
  /** Where there are any, no other period is open. */
  readonly inputPeriods: readonly InputPeriod[];
  /** Id of the combo of its attributes. */
  readonly categoryCombo: string;
  /** By name. */
  readonly elements: readonly DataSetElement[];
  /** Cells that a form should have, for people. */
  readonly compulsory: readonly { readonly dataElement: string; readonly categoryOptionCombo?: string }[];
  /** Units that report it, by id. */
  readonly orgUnits: readonly { readonly id: string; readonly path?: string }[];
  /** All combos that are named above, by name. */
  readonly categoryCombos: readonly CategoryCombo[];
}

/** A period in which values may be entered, and the days from and to which they may be; no day: no limit. */
export interface InputPeriod {
  readonly period: string;
  readonly opens?: string;
  readonly closes?: string;
}

export interface DataSetElement {
  readonly id: string;
  readonly code?: string;
  readonly name: string;
  /** What it is called on the form; absent: by its name. */
  readonly formName?: string;
  readonly valueType: string;
  readonly aggregationType: string;
  /** Where it is not, DHIS2 up to 2.42 drops zeros, and a zero deletes what is there. */
  readonly zeroIsSignificant: boolean;
  readonly optionSet?: {
    readonly id: string;
    readonly name?: string;
    readonly options: readonly { readonly code: string; readonly name: string }[];
  };
  /** Id of its combo in this data set, which may have one of its own for it. */
  readonly categoryCombo: string;
}

export interface CategoryCombo {
  readonly id: string;
  readonly code?: string;
  readonly name: string;
  /** The one that has nothing but `default`. */
  readonly isDefault: boolean;
  /** By name. */
  readonly optionCombos: readonly OptionCombo[];
}

/** One combination of options. Most have no code: the server makes them, with other ids on every server. */
export interface OptionCombo {
  readonly id: string;
  readonly code?: string;
  readonly name: string;
  readonly options: readonly CategoryOption[];
}

export interface CategoryOption {
  readonly id: string;
  readonly code?: string;
  readonly name: string;
  /** First and last day on which it can be used, as an attribute. */
  readonly starts?: string;
  readonly ends?: string;
  /** The units, with all below them, that may use it as an attribute; absent: all. */
  readonly orgUnits?: readonly string[];
  /** False where this user may not enter data for it. */
  readonly mayWrite?: boolean;
}

/** The combo of an element, or of the data set itself. Throws where the server did not give it: that is its fault. */
export function comboOf(dataSet: DataSet, { categoryCombo }: { readonly categoryCombo: string }): CategoryCombo {
  const found = dataSet.categoryCombos.find((combo) => combo.id === categoryCombo);
  if (!found) throw new EtlError('dhis2/combo-not-readable', { dataSet: dataSet.name, combo: categoryCombo });
  return found;
}
