/** What the values of the language become: one conversion for each word that stands under `becomes` in its schema. */
import { dirname, join, resolve } from 'node:path';
import type { ExpressionText } from '../base/expression-text.ts';
import { isObject, type Json } from '../base/json.ts';
import type { Pointer } from '../base/pointer.ts';
import { parseDuration, parseLimit } from '../base/units.ts';
import type {
  FieldSpec,
  GroupBySpec,
  GroupSpec,
  IgnoreSpec,
  MappingPaths,
  NamedField,
  PathSpec,
  Written,
} from '../mapping/mapping-spec.ts';
import { besideSheet, isMappingSheet, LABELS_FILE } from '../mapping/mapping-paths.ts';
import type { SinkKind } from '../contracts/component.ts';
import type { Assembly } from './assembly.ts';
import { valuesKeyOf } from './component-schema.ts';
import { toExpressionText } from './expression-scalars.ts';
import type { Conversions, NamedColumn, NamedId } from './pipeline-spec.ts';

/**
 * Of the values of a spec that has been checked: what does not fit the language cannot come here. Of its sink it must be
 * known under which key of `transform` its open-ended values stand, and what the file of its metadata is called.
 */
export function conversionsOf(assembly: Assembly, sink: SinkKind): Conversions {
  const valuesKey = valuesKeyOf(sink);
  const { placeOf, valueAt } = assembly;

  const expressionAt = (pointer: Pointer): ExpressionText | undefined => {
    const found = assembly.scalarAt(pointer);
    return found?.is === 'expression' ? toExpressionText(found.scalar) : undefined;
  };

  const expression = (pointer: Pointer): ExpressionText => {
    const found = expressionAt(pointer);
    if (!found) throw new Error(`${pointer.join('.')} came through the checks without an expression`);
    return found;
  };

  const path = (pointer: Pointer): PathSpec => ({
    path: resolve(assembly.folderOf(pointer), String(valueAt(pointer))),
    place: placeOf(pointer),
  });

  const column = (pointer: Pointer): NamedColumn => {
    const value = valueAt(pointer);
    if (!isObject(value)) return { column: String(value), isOptional: false, place: placeOf(pointer) };
    const place = placeOf([...pointer, 'column']);
    return { column: String(value['column']), isOptional: value['optional'] === true, place };
  };

  const columns = (pointer: Pointer): readonly NamedColumn[] => {
    const value = valueAt(pointer);
    return Array.isArray(value) ? value.map((_, index) => column([...pointer, index])) : [column(pointer)];
  };

  const id = (pointer: Pointer): NamedId => {
    const value = valueAt(pointer);
    const [first, ...others] = Array.isArray(value) ? columns(pointer) : [column(pointer)];
    if (!first) throw new Error(`${pointer.join('.')} came through the checks without a column`);
    return [first, ...others];
  };

  const key = (pointer: Pointer): readonly NamedId[] => {
    const value = valueAt(pointer);
    return Array.isArray(value) ? value.map((_, index) => id([...pointer, index])) : [id(pointer)];
  };

  const groupedBy = (pointer: Pointer): GroupBySpec => {
    const value = valueAt(pointer);
    const [name] = isObject(value) ? Object.keys(value) : [];
    const at = name === undefined ? pointer : [...pointer, name];
    const text = expressionAt(at);
    const place = placeOf(at);
    if (text) return { name, from: { is: 'expression', text }, place };
    return { name: name ?? String(valueAt(at)), from: { is: 'column', column: String(valueAt(at)) }, place };
  };

  const group = (pointer: Pointer): GroupSpec => {
    const by = valueAt([...pointer, 'by']);
    const places = Array.isArray(by) ? by.map((_, index) => [...pointer, 'by', index]) : [[...pointer, 'by']];
    return { by: places.map(groupedBy), as: String(valueAt([...pointer, 'as'])) };
  };

  /** The short form names the generated mapping, or the spreadsheet that it is made from; the other files stand beside it. */
  const mapping = (pointer: Pointer): MappingPaths => {
    const value = valueAt(pointer);
    const keys = isObject(value) ? value : {};
    const named = path(isObject(value) ? [...pointer, 'generated'] : pointer);
    if (!isObject(value) && isMappingSheet(named.path)) return mappingOf(named);
    const generated = named;
    const beside = (key: string, file: string): PathSpec =>
      keys[key] === undefined
        ? { path: join(dirname(generated.path), file), place: generated.place }
        : path([...pointer, key]);
    return {
      generated,
      columns: beside('columns', 'mapping_de.json'),
      options: beside('options', 'mapping_optionSet.json'),
      metadata: beside('metadata', sink.metadata.file),
      labels: beside('labels', LABELS_FILE),
      questions: new Map(),
      ignore: ignored([...pointer, 'ignore']),
    };
  };

  /** What is left out stands in the spreadsheet, too. */
  const mappingOf = (sheet: PathSpec): MappingPaths => {
    const generated = besideSheet(sheet.path);
    const at = (file: string): PathSpec => ({ path: file, place: sheet.place });
    const metadata = at(join(dirname(generated), sink.metadata.file));
    const labels = at(join(dirname(generated), LABELS_FILE));
    return {
      generated: at(generated),
      columns: sheet,
      options: sheet,
      metadata,
      labels,
      questions: new Map(),
      ignore: [],
    };
  };

  const ignored = (pointer: Pointer): readonly IgnoreSpec[] => {
    const list = valueAt(pointer);
    return (Array.isArray(list) ? list : []).map((item: Readonly<Record<string, unknown>>, at) => {
      const is = Object.hasOwn(item, 'column') ? 'column' : 'element';
      const place = placeOf([...pointer, at, is]);
      return { is, name: String(item[is]), reason: String(item['reason']), place };
    });
  };

  const written = (pointer: Pointer): Written => {
    const found = expressionAt(pointer);
    if (found) return { is: 'expression', expression: found };
    const scalar = assembly.scalarAt(pointer)?.scalar;
    const value = valueAt(pointer) as Json;
    // A number is taken as it is written: 007 and 1.50 lose nothing.
    const isAltered = typeof value === 'number' && scalar?.style === 'plain' && String(value) !== scalar.raw;
    return { is: 'literal', value: isAltered ? scalar.raw : value, place: placeOf(pointer) };
  };

  const field = (pointer: Pointer): FieldSpec => {
    const value = valueAt(pointer);
    if (!isObject(value)) return { form: 'short', value: written(pointer) };
    return {
      form: 'long',
      from: value['from'] === undefined ? undefined : written([...pointer, 'from']),
      when: expressionAt([...pointer, 'when']),
      required: value['required'] as boolean | undefined,
      place: placeOf(pointer),
    };
  };

  const keysAt = (pointer: Pointer): readonly string[] => {
    const value = valueAt(pointer);
    return isObject(value) ? Object.keys(value) : [];
  };

  const namedField = (pointer: Pointer): NamedField => ({
    name: String(pointer.at(-1)),
    namePlace: placeOf(pointer, 'key'),
    field: field(pointer),
  });

  return {
    duration: (pointer) => ({ ms: parseDuration(String(valueAt(pointer))) }),
    limit: (pointer) => parseLimit(valueAt(pointer) as number | string),
    path,
    expression,
    columns,
    key,
    group,
    mapping,
    fields: (pointer) => {
      const values = valuesKey === undefined ? undefined : [...pointer, valuesKey];
      const properties = keysAt(pointer).filter((key) => key !== valuesKey);
      return {
        properties: properties.map((key) => namedField([...pointer, key])),
        values: values ? keysAt(values).map((key) => namedField([...values, key])) : [],
      };
    },
    functions: (pointer) =>
      keysAt(pointer).map((name) => ({
        name,
        namePlace: placeOf([...pointer, name], 'key'),
        text: expression([...pointer, name]),
      })),
  };
}
