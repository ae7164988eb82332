/** The dictionary as a workbook: a sheet for each question that people have. */
import type { SheetToWrite } from '../sheets/sheet.ts';
import { questionsOf, type Dictionary, type DictionaryField, type Filling } from './dictionary.ts';

const column = (title: string, width = 20): { readonly title: string; readonly width: number } => ({ title, width });

export function toDictionarySheets(dictionary: Dictionary): SheetToWrite[] {
  return [questions(dictionary), choices(dictionary), columns(dictionary), notFilled(dictionary), lookups(dictionary)];
}

/** A line for each way in which a data element is filled. */
function questions({ fields, columns: all }: Dictionary): SheetToWrite {
  return {
    name: 'Questions',
    columns: [
      column('Data element', 45),
      column('UID', 14),
      column('Label', 30),
      column('Type', 16),
      column('Required', 12),
      column('Version', 12),
      column('Column', 40),
      column('Question', 40),
      column('Expression', 40),
      column('When', 30),
      column('Written in', 45),
      column('Tested by', 60),
    ],
    rows: everyFilling(fields).map(([field, filling]) => [
      field.name,
      field.target,
      field.label,
      field.type,
      field.required,
      filling.versions.join(', '),
      filling.columns.join(', '),
      questionsOf(filling, all).join('\n'),
      filling.from === 'column' ? null : filling.text,
      filling.when,
      filling.written,
      field.tests.join('\n'),
    ]),
  };
}

/** A line for each answer that becomes an option. */
function choices({ fields }: Dictionary): SheetToWrite {
  return {
    name: 'Choices',
    columns: [
      column('Data element', 45),
      column('UID', 14),
      column('Version', 12),
      column('Column', 40),
      column('Answer', 20),
      column('Option code', 25),
      column('Option', 60),
    ],
    rows: everyFilling(fields).flatMap(([field, filling]) =>
      filling.choices.map(({ answer, code, option }) => [
        field.name,
        field.target,
        filling.versions.join(', '),
        filling.columns.join(', '),
        answer,
        code,
        option,
      ]),
    ),
  };
}

/** A line for each column: what it fills, and what else reads it. */
function columns({ columns: all, fields }: Dictionary): SheetToWrite {
  const names = new Map(fields.map(({ target, name }) => [target, name]));
  return {
    name: 'Columns',
    columns: [
      column('Column', 45),
      column('Question', 40),
      column('Version', 12),
      column('Fills', 60),
      column('UID', 30),
      column('Also read by', 25),
      column('Left out because', 40),
    ],
    rows: all.map((one) => [
      one.column,
      one.question,
      one.versions.join(', '),
      one.fills.map((target) => names.get(target) ?? target).join('\n'),
      one.fills.join('\n'),
      one.uses.join(', '),
      one.reason,
    ]),
  };
}

/** A line for each data element that nothing fills. */
function notFilled({ fields }: Dictionary): SheetToWrite {
  return {
    name: 'Not filled',
    columns: [
      column('Data element', 45),
      column('UID', 14),
      column('Type', 16),
      column('Required', 12),
      column('Because', 50),
    ],
    rows: fields
      .filter(({ fillings }) => fillings.length === 0)
      .map(({ name, target, type, required, reason }) => [name, target, type, required, reason]),
  };
}

function lookups({ lookups: all }: Dictionary): SheetToWrite {
  return {
    name: 'Look-ups',
    columns: [column('Look-up'), column('Key', 50), column('Value', 20), column('File', 45)],
    rows: all.flatMap(({ name, file, entries }) => entries.map(([key, value]) => [name, key, value, file])),
  };
}

function everyFilling(fields: readonly DictionaryField[]): (readonly [DictionaryField, Filling])[] {
  return fields.flatMap((field) => field.fillings.map((filling) => [field, filling] as const));
}
