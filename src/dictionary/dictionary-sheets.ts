/** The dictionary as a workbook: a sheet for each question that people have. */
import type { SheetToWrite } from '../sheets/sheet.ts';
import type { Language } from '../messages/language.ts';
import { questionsOf, type Dictionary, type DictionaryField, type Filling } from './dictionary.ts';
import { sayIn, type Say } from './words.ts';

const column = (title: string, width = 20): { readonly title: string; readonly width: number } => ({ title, width });

export function toDictionarySheets(dictionary: Dictionary, language: Language = 'en'): SheetToWrite[] {
  const say = sayIn(language);
  return [questions, choices, columns, notFilled, lookups].map((toSheet) => toSheet(dictionary, say));
}

/** A line for each way in which a data element is filled. */
function questions({ fields, columns: all }: Dictionary, say: Say): SheetToWrite {
  return {
    name: say('Questions'),
    columns: [
      column(say('Data element'), 45),
      column(say('UID'), 14),
      column(say('Label'), 30),
      column(say('Type'), 16),
      column(say('Required'), 12),
      column(say('Version'), 12),
      column(say('Column'), 40),
      column(say('Question'), 40),
      column(say('Expression'), 40),
      column(say('When'), 30),
      column(say('Written in'), 45),
      column(say('Tested by'), 60),
    ],
    rows: everyFilling(fields).map(([field, filling]) => [
      field.name,
      field.target,
      field.label,
      field.type,
      inWords(field.required, say),
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
function choices({ fields }: Dictionary, say: Say): SheetToWrite {
  return {
    name: say('Choices'),
    columns: [
      column(say('Data element'), 45),
      column(say('UID'), 14),
      column(say('Version'), 12),
      column(say('Column'), 40),
      column(say('Answer'), 20),
      column(say('Option code'), 25),
      column(say('Option'), 60),
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
function columns({ columns: all, fields }: Dictionary, say: Say): SheetToWrite {
  const names = new Map(fields.map(({ target, name }) => [target, name]));
  return {
    name: say('Columns'),
    columns: [
      column(say('Column'), 45),
      column(say('Question'), 40),
      column(say('Version'), 12),
      column(say('Fills'), 60),
      column(say('UID'), 30),
      column(say('Also read by'), 25),
      column(say('Left out because'), 40),
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
function notFilled({ fields }: Dictionary, say: Say): SheetToWrite {
  return {
    name: say('Not filled'),
    columns: [
      column(say('Data element'), 45),
      column(say('UID'), 14),
      column(say('Type'), 16),
      column(say('Required'), 12),
      column(say('Because'), 50),
    ],
    rows: fields
      .filter(({ fillings }) => fillings.length === 0)
      .map(({ name, target, type, required, reason }) => [name, target, type, inWords(required, say), reason]),
  };
}

function lookups({ lookups: all }: Dictionary, say: Say): SheetToWrite {
  return {
    name: say('Look-ups'),
    columns: [column(say('Look-up')), column(say('Key'), 50), column(say('Value'), 20), column(say('File'), 45)],
    rows: all.flatMap(({ name, file, entries }) => entries.map(([key, value]) => [name, key, value, file])),
  };
}

function everyFilling(fields: readonly DictionaryField[]): (readonly [DictionaryField, Filling])[] {
  return fields.flatMap((field) => field.fillings.map((filling) => [field, filling] as const));
}

function inWords(required: string | null, say: Say): string | null {
  return required === 'always' || required === 'completed' ? say(required) : required;
}
