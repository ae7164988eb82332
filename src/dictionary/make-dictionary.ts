import { toReference, type Place } from '../base/document.ts';
import { throwOnErrors } from '../base/errors.ts';
import { loadText } from '../base/text-file.ts';
import { parseCases } from '../cases/parse-cases.ts';
import { TargetNames } from '../cases/target-names.ts';
import type { PlaceFacts } from '../contracts/place-facts.ts';
import type { ShapeProperty } from '../contracts/shape.ts';
import type { LoadedPipeline } from '../job/load-pipeline.ts';
import { columnsOfOrigin, nameOfTarget, originText, type Field, type TargetElement } from '../mapping/field.ts';
import type { Dictionary, DictionaryChoice, DictionaryField, Filling } from './dictionary.ts';
import { columnsIn } from './columns.ts';

/** What a dictionary is made of, beside the pipeline. */
export interface DictionaryInputs {
  readonly spec: string;
  /** What is kept of the place in DHIS2. */
  readonly facts: PlaceFacts | undefined;
  /** The file of cases; undefined where there is none. */
  readonly cases: string | undefined;
  readonly shown: (path: string) => string;
}

/** Tells what a pipeline does with its form. Throws ProblemsError where its cases cannot be read. */
export async function makeDictionary(loaded: LoadedPipeline, inputs: DictionaryInputs): Promise<Dictionary> {
  const { spec, mapping, pipeline, parts, place } = loaded;
  const { facts, shown } = inputs;
  const names = new TargetNames(loaded, facts);
  const tests = await testsOf(inputs, names);
  const forms = formsOf(loaded);
  const fields = new Map<string, DictionaryField>();
  const add = (field: Omit<DictionaryField, 'fillings' | 'tests'>): void => {
    const fillings = fillingsOf(forms, field.target, names);
    fields.set(field.target, { ...field, fillings, tests: tests.get(field.target) ?? [] });
  };
  for (const property of pipeline.sink.shapes.flatMap(({ properties }) => properties)) add(ofProperty(property));
  const elements = [
    ...parts.known.map(({ element }) => element),
    ...forms.flatMap((form) => form.fields.flatMap(({ target }) => (target.is === 'element' ? [target.element] : []))),
  ];
  for (const element of elements)
    if (!fields.has(element.id)) add(ofElement(element, names, reasonFor(loaded, element)));
  const made = [...fields.values()].filter(({ is, fillings }) => is === 'element' || fillings.length > 0);
  return {
    pipeline: spec.name,
    description: spec.description ?? null,
    spec: shown(inputs.spec),
    place: { of: place.of, id: place.id, name: facts?.name ?? null },
    versions: mapping.versions.map(({ name }) => name),
    fields: made,
    columns: columnsIn(loaded, made),
    lookups: [...parts.tables].map(([name, table]) => ({
      name,
      file: table.file ?? '',
      entries: [...table.keys()].map((key) => [key, table.get(key) ?? ''] as const),
    })),
  };
}

/** Fields of a form version; without a name where the spec has none. */
interface Form {
  readonly version: string | undefined;
  readonly fields: readonly Field[];
}

function formsOf({ mapping }: LoadedPipeline): Form[] {
  if (mapping.versions.length === 0) return [{ version: undefined, fields: mapping.fields }];
  return mapping.versions.map(({ name, fields }) => ({ version: name, fields }));
}

function ofProperty({ name, type, required }: ShapeProperty): Omit<DictionaryField, 'fillings' | 'tests'> {
  return {
    is: 'property',
    target: name,
    name,
    label: null,
    type: typeof type === 'string' ? type : type.join(', '),
    required: required ? 'always' : null,
    reason: null,
  };
}

function ofElement(
  { id, name, valueType, compulsory }: TargetElement,
  names: TargetNames,
  reason: string | null,
): Omit<DictionaryField, 'fillings' | 'tests'> {
  const label = names.formNameOf(id);
  return {
    is: 'element',
    target: id,
    name,
    label: label === name ? null : (label ?? null),
    type: valueType,
    required: compulsory ?? null,
    reason,
  };
}

/** Why nothing fills a data element: it is left out on purpose, or the sink itself fills it. */
function reasonFor({ spec, parts }: LoadedPipeline, { id }: TargetElement): string | null {
  if (spec.sink.keyValue?.id === id) return 'The key of the record, which is filled in when it is sent.';
  const words = parts.known.find(({ element }) => element.id === id);
  const named = new Set([id, words?.element.name, ...(words?.names ?? [])]);
  return spec.mapping?.ignore.find((one) => one.is === 'element' && named.has(one.name))?.reason ?? null;
}

/** How the form versions fill a target; those that do it alike together. */
function fillingsOf(forms: readonly Form[], target: string, names: TargetNames): Filling[] {
  const fillings = new Map<string, Filling>();
  for (const { version, fields } of forms) {
    const field = fields.find((one) => nameOfTarget(one.target) === target);
    if (!field) continue;
    const filling = toFilling(field, target, names);
    // A question that this version does not have is sent blank.
    if (filling.from === 'literal' && filling.text === 'null' && version !== undefined) continue;
    const alike = JSON.stringify(filling);
    const versions = [...(fillings.get(alike)?.versions ?? []), ...(version === undefined ? [] : [version])];
    fillings.set(alike, { ...filling, versions });
  }
  return [...fillings.values()];
}

function toFilling(field: Field, target: string, names: TargetNames): Filling {
  const { from, when, optionMap, place } = field;
  const choices = [...(optionMap?.keys() ?? [])].map((answer): DictionaryChoice => {
    const code = optionMap?.get(answer) ?? '';
    return { answer, code, option: names.optionNameOf(target, code) ?? null };
  });
  const conditions = (when?.expression.references.columns ?? []).map(({ name }) => name);
  return {
    versions: [],
    from: from.is,
    text: originText(from),
    when: when?.text ?? null,
    columns: [...new Set([...columnsOfOrigin(from), ...conditions, ...childrenRead(from)])],
    written: toReference(place),
    choices,
  };
}

/** Columns of children, as `visits[].age`: of an expression that reads one repeat, and so no other column. */
function childrenRead(from: Field['from']): string[] {
  const [repeat, ...others] = columnsOfOrigin(from);
  if (from.is !== 'expression' || repeat === undefined || others.length > 0) return [];
  return [...from.expression.references.children.names].map((name) => `${repeat}[].${name}`);
}

/** The cases that say what a target is to be. */
async function testsOf(
  { cases, shown }: DictionaryInputs,
  names: TargetNames,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const tests = new Map<string, string[]>();
  if (cases === undefined) return tests;
  const parsed = parseCases(await loadText(cases, shown(cases), 'etl docs'));
  throwOnErrors(parsed.problems);
  const add = (test: string, name: string | undefined, place: Place): void => {
    const found = name === undefined ? undefined : names.targetOf({ name, namePlace: place });
    if (found && 'target' in found) tests.set(found.target, [...(tests.get(found.target) ?? []), test]);
  };
  for (const { name: test, expected, place } of parsed.cases) {
    if (expected?.is === 'fields') for (const { name } of expected.fields) add(test, name, place);
    if (expected?.is === 'rejects') for (const { field } of expected.rejects) add(test, field, place);
  }
  return new Map([...tests].map(([target, some]) => [target, [...new Set(some)]]));
}
