/** From the answers of a server to a data set as we keep it. Pure. */
import type { CategoryCombo, CategoryOption, DataSet, DataSetElement, InputPeriod } from './data-set-metadata.ts';

type Maybe<T> = T | null | undefined;
interface Named {
  readonly id: string;
  readonly code?: Maybe<string>;
  readonly name?: Maybe<string>;
}
interface Reference {
  readonly id: string;
}

/** The answer of `GET /api/dataSets/{uid}`, its shape checked. */
export interface RawDataSet extends Named {
  readonly periodType: string;
  readonly openFuturePeriods?: Maybe<number>;
  readonly openPeriodsAfterCoEndDate?: Maybe<number>;
  readonly expiryDays?: Maybe<number>;
  readonly workflow?: Maybe<Named>;
  readonly access?: Maybe<{
    readonly data?: Maybe<{ readonly read?: Maybe<boolean>; readonly write?: Maybe<boolean> }>;
  }>;
  readonly categoryCombo?: Maybe<Reference>;
  readonly organisationUnits?: Maybe<readonly { readonly id: string; readonly path?: Maybe<string> }[]>;
  readonly dataInputPeriods?: Maybe<readonly RawInputPeriod[]>;
  readonly compulsoryDataElementOperands?: Maybe<
    readonly { readonly dataElement?: Maybe<Reference>; readonly categoryOptionCombo?: Maybe<Reference> }[]
  >;
  readonly dataSetElements: readonly {
    readonly categoryCombo?: Maybe<Reference>;
    readonly dataElement: RawElement;
  }[];
}

interface RawInputPeriod {
  /** A reference whose id is the period, or the period itself. */
  readonly period?: unknown;
  readonly openingDate?: Maybe<string>;
  readonly closingDate?: Maybe<string>;
}

interface RawElement extends Named {
  readonly formName?: Maybe<string>;
  readonly valueType?: Maybe<string>;
  readonly aggregationType?: Maybe<string>;
  readonly zeroIsSignificant?: Maybe<boolean>;
  readonly optionSet?: Maybe<
    Named & { readonly options?: Maybe<readonly { readonly code?: Maybe<string>; readonly name?: Maybe<string> }[]> }
  >;
  readonly categoryCombo?: Maybe<Reference>;
}

/** One of `GET /api/categoryCombos`, its shape checked. */
export interface RawCombo extends Named {
  readonly isDefault?: Maybe<boolean>;
  readonly categoryOptionCombos: readonly (Named & { readonly categoryOptions?: Maybe<readonly RawOption[]> })[];
}

interface RawOption extends Named {
  readonly startDate?: Maybe<string>;
  readonly endDate?: Maybe<string>;
  readonly organisationUnits?: Maybe<readonly Reference[]>;
  readonly access?: Maybe<{ readonly data?: Maybe<{ readonly write?: Maybe<boolean> }> }>;
}

export function toDataSet(raw: RawDataSet, combos: readonly CategoryCombo[]): DataSet {
  const { workflow, access } = raw;
  const { read, write } = access?.data ?? {};
  return {
    ...toNamed(raw),
    periodType: raw.periodType,
    openFuturePeriods: raw.openFuturePeriods ?? 0,
    expiryDays: raw.expiryDays ?? 0,
    openPeriodsAfterOptionEnd: raw.openPeriodsAfterCoEndDate ?? 0,
    ...(workflow && { workflow: { id: workflow.id, name: workflow.name ?? workflow.id } }),
    ...(access?.data && { access: { ...(read != null && { read }), ...(write != null && { write }) } }),
    inputPeriods: (raw.dataInputPeriods ?? []).flatMap(toInputPeriod),
    categoryCombo: raw.categoryCombo?.id ?? '',
    elements: raw.dataSetElements.map(toElement).sort(byName),
    compulsory: (raw.compulsoryDataElementOperands ?? []).flatMap(({ dataElement, categoryOptionCombo: combo }) =>
      dataElement ? [{ dataElement: dataElement.id, ...(combo && { categoryOptionCombo: combo.id }) }] : [],
    ),
    orgUnits: (raw.organisationUnits ?? [])
      .map(({ id, path }) => ({ id, ...(path != null && { path }) }))
      .sort((a, b) => compare(a.id, b.id)),
    categoryCombos: [...combos].sort(byName),
  };
}

export function toCategoryCombo(raw: RawCombo): CategoryCombo {
  const optionCombos = raw.categoryOptionCombos.map((one) => ({
    ...toNamed(one),
    options: (one.categoryOptions ?? []).map(toOption).sort(byName),
  }));
  return { ...toNamed(raw), isDefault: raw.isDefault === true, optionCombos: optionCombos.sort(byName) };
}

function toElement({ categoryCombo, dataElement }: RawDataSet['dataSetElements'][number]): DataSetElement {
  const { formName, valueType, aggregationType, zeroIsSignificant, optionSet } = dataElement;
  return {
    ...toNamed(dataElement),
    ...(formName && { formName }),
    valueType: valueType ?? 'TEXT',
    aggregationType: aggregationType ?? 'NONE',
    zeroIsSignificant: zeroIsSignificant === true,
    ...(optionSet && {
      optionSet: {
        id: optionSet.id,
        ...(optionSet.name != null && { name: optionSet.name }),
        options: (optionSet.options ?? []).flatMap(({ code, name }) =>
          code == null ? [] : [{ code, name: name ?? code }],
        ),
      },
    }),
    categoryCombo: categoryCombo?.id ?? dataElement.categoryCombo?.id ?? '',
  };
}

function toOption(raw: RawOption): CategoryOption {
  const { startDate, endDate, organisationUnits = [], access } = raw;
  const write = access?.data?.write;
  return {
    ...toNamed(raw),
    ...(startDate != null && { starts: startDate.slice(0, 10) }),
    ...(endDate != null && { ends: endDate.slice(0, 10) }),
    ...(organisationUnits && organisationUnits.length > 0 && { orgUnits: organisationUnits.map(({ id }) => id) }),
    ...(write != null && { mayWrite: write }),
  };
}

function toInputPeriod({ period, openingDate, closingDate }: RawInputPeriod): InputPeriod[] {
  const id = typeof period === 'object' && period !== null && 'id' in period ? period.id : period;
  if (typeof id !== 'string') return [];
  return [
    {
      period: id,
      ...(openingDate != null && { opens: openingDate.slice(0, 10) }),
      ...(closingDate != null && { closes: closingDate.slice(0, 10) }),
    },
  ];
}

function toNamed({ id, code, name }: Named): { readonly id: string; readonly code?: string; readonly name: string } {
  return { id, ...(code != null && { code }), name: name ?? id };
}

function byName(a: Named, b: Named): number {
  return compare(a.name ?? '', b.name ?? '') || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
