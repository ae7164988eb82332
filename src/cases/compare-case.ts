/** A case against what became of it. */
import { canonicalJson, type Json } from '../base/json.ts';
import { toReference, type Place } from '../base/document.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { FieldReason } from '../contracts/shape.ts';
import type { LoadedPipeline } from '../job/load-pipeline.ts';
import { columnsOfOrigin, type Field } from '../mapping/field.ts';
import { describe } from '../messages/describe.ts';
import type { Case, Expected, ExpectedReject } from './case.ts';
import type { Outcome } from './map-cases.ts';
import { fieldOf, type TargetNames } from './target-names.ts';

export interface CompareContext {
  readonly loaded: LoadedPipeline;
  readonly names: TargetNames;
}

/** What is not as the case expects; each at the place of the mapping that gave it, where there is one. */
export function compareCase(one: Case, outcome: Outcome, context: CompareContext): Problem[] {
  const teller = new Teller(one, outcome, context);
  const { expected, version } = one;
  const ofVersion =
    version && version.value !== outcome.version
      ? [
          problem(
            'case/other-version',
            { ...teller.told(version.place), expected: version.value, actual: outcome.version ?? 'none' },
            version.place,
          ),
        ]
      : [];
  if (!expected) {
    const isTold = version !== undefined || one.results.length > 0;
    return isTold ? ofVersion : [problem('case/expects-nothing', { case: one.name }, one.place)];
  }
  if (expected.is === 'excluded') return [...ofVersion, ...teller.compareExcluded(expected)];
  if (expected.is === 'rejects') return [...ofVersion, ...teller.compareRejects(expected)];
  return [...ofVersion, ...teller.compareFields(expected)];
}

class Teller {
  readonly #case: Case;
  readonly #outcome: Outcome;
  readonly #context: CompareContext;

  constructor(one: Case, outcome: Outcome, context: CompareContext) {
    this.#case = one;
    this.#outcome = outcome;
    this.#context = context;
  }

  /** What every message says: which case, where it says so, and what was read. */
  told(said: Place, field?: Field): { readonly case: string; readonly said: string; readonly read?: string } {
    const read = field && this.#cellsRead(field);
    return { case: this.#case.name, said: toReference(said), ...(read && { read }) };
  }

  compareExcluded({ place }: Expected): Problem[] {
    if (this.#outcome.is === 'excluded') return [];
    return [problem('case/not-excluded', this.told(place), this.#placeOfWhere() ?? place)];
  }

  compareFields({ fields, isExact, place }: Expected & { readonly is: 'fields' }): Problem[] {
    if (this.#outcome.is === 'excluded')
      return [problem('case/excluded', this.told(place), this.#placeOfWhere() ?? place)];
    if (this.#outcome.is === 'rejected') return this.#outcome.rejects.map((why) => this.#rejected(why, place));
    const named = new Set<string>();
    const problems = fields.flatMap((one) => {
      const found = this.#context.names.targetOf(one);
      if ('code' in found) return [found];
      named.add(found.target);
      const actual = this.#outcome.values.get(found.target) ?? null;
      return isEqual(one.value, actual) ? [] : [this.#otherValue(found.target, one.value, actual, one.place)];
    });
    if (!isExact) return problems;
    const others = [...this.#outcome.values].filter(([target, value]) => value !== null && !named.has(target));
    return [...problems, ...others.map(([target, value]) => this.#notNamed(target, value, place))];
  }

  compareRejects({ rejects, place }: Expected & { readonly is: 'rejects' }): Problem[] {
    if (this.#outcome.is !== 'rejected')
      return [problem('case/not-rejected', { ...this.told(place), wanted: rejects.map((one) => toWords(one)) }, place)];
    const left = [...this.#outcome.rejects];
    const found = this.#outcome.rejects.map((why) => toWords(why));
    const absent = rejects.filter((wanted) => {
      const at = left.findIndex((why) => this.#isMeant(wanted, why));
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
    return [
      ...absent.map((wanted) =>
        problem('case/reject-absent', { ...this.told(wanted.place), wanted: toWords(wanted), found }, wanted.place),
      ),
      ...left.map((why) => this.#alsoRejected(why, place)),
    ];
  }

  #otherValue(target: string, expected: Json, actual: Json, place: Place): Problem {
    const { names, loaded } = this.#context;
    const field = fieldOf(loaded, this.#outcome.version, target);
    return problem(
      'case/other-value',
      {
        ...this.told(place, field),
        field: names.labelOf(target),
        expected: names.valueOf(target, expected),
        actual: field ? names.valueOf(target, actual) : 'filled by nothing',
      },
      field?.place ?? place,
    );
  }

  #notNamed(target: string, actual: Json, place: Place): Problem {
    const { names, loaded } = this.#context;
    const field = fieldOf(loaded, this.#outcome.version, target);
    const args = { field: names.labelOf(target), actual: names.valueOf(target, actual) };
    return problem('case/value-not-named', { ...this.told(place, field), ...args }, field?.place ?? place);
  }

  #rejected(why: FieldReason, place: Place): Problem {
    const { field, message, at } = this.#why(why, place);
    return problem('case/rejected', { ...this.told(place, field), why: message }, at);
  }

  #alsoRejected(why: FieldReason, place: Place): Problem {
    const { field, message, at } = this.#why(why, place);
    return problem('case/reject-not-named', { ...this.told(place, field), why: message, code: toWords(why) }, at);
  }

  #why(
    { code, args, target }: FieldReason,
    place: Place,
  ): { readonly field: Field | undefined; readonly message: string; readonly at: Place } {
    const field = target === undefined ? undefined : fieldOf(this.#context.loaded, this.#outcome.version, target);
    return { field, message: describe(code, args).message, at: field?.place ?? place };
  }

  #isMeant(wanted: ExpectedReject, { code, column, target, value }: FieldReason): boolean {
    const { names } = this.#context;
    const meant =
      wanted.field === undefined ? undefined : names.targetOf({ name: wanted.field, namePlace: wanted.place });
    return (
      wanted.code === code &&
      (wanted.column === undefined || wanted.column === column) &&
      (wanted.value === undefined || wanted.value === value) &&
      (meant === undefined || ('target' in meant && meant.target === target))
    );
  }

  /** `IPC_MANAGER "2", beds ""`. */
  #cellsRead({ from }: Field): string {
    const { record } = this.#outcome;
    const cells = columnsOfOrigin(from).flatMap((column) => {
      const at = record?.header.positions.get(column);
      return at === undefined ? [] : [`${column} ${JSON.stringify(record?.cells[at] ?? '')}`];
    });
    return cells.join(', ');
  }

  #placeOfWhere(): Place | undefined {
    const { mapping, spec } = this.#context.loaded;
    return (mapping.where?.text ?? spec.source.where)?.place;
  }
}

function toWords({
  code,
  column,
  field,
}: {
  code: string;
  column?: string | undefined;
  field?: string | undefined;
}): string {
  if (column !== undefined) return `${code} in ${column}`;
  return field === undefined ? code : `${code} of ${field}`;
}

/** What stands in a file of cases is a text as it is written; a blank is no value. */
function isEqual(expected: Json, actual: Json): boolean {
  if (typeof expected === 'string' && actual !== null && typeof actual !== 'object') return expected === String(actual);
  return canonicalJson(expected === '' ? null : expected) === canonicalJson(actual === '' ? null : actual);
}
