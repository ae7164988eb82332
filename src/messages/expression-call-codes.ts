/** What can be told wrong about calls of functions before a row has been seen. */
import { didYouMean, row, type Near } from './code-row.ts';

export const EXPRESSION_CALL_CODES = {
  'expression/argument-count': row<{ name: string; wanted: string; given: string; rewrite?: string; form: string }>({
    message: ({ name, wanted, given }) => `$${name} takes ${wanted}, and here it gets ${given}.`,
    hint: ({ rewrite, form }) => (rewrite ? `Write ${rewrite}` : `Its form is ${form}`),
    explain: {
      meaning: 'Too many or too few arguments: mostly a comma or a bracket in the wrong place.',
      wrong: '=$date()',
      right: '=$date(visit)',
    },
  }),
  'expression/argument-type': row<{
    name: string;
    wanted: string;
    which: string;
    text: string;
    type: string;
    rewrite?: string;
    form: string;
  }>({
    message: ({ name, wanted, which, text, type }) => `$${name} wants ${wanted} as ${which}, and ${text} is ${type}.`,
    hint: ({ rewrite, form }) => (rewrite ? `Write ${rewrite}` : `Its form is ${form}`),
    explain: {
      meaning: 'The function would stop with an error at every row. A cell is always text.',
      wrong: '=$round(age)',
      right: '=$round($decimal(age))',
    },
  }),
  'expression/argument-value': row<{ value: string; name: string; reason: string } & Near>({
    message: ({ value, name, reason }) => `${value} is not one that $${name} knows: ${reason}.`,
    hint: (texts) => didYouMean(texts),
    explain: {
      meaning: 'Some arguments are words out of a short list, or a format.',
      wrong: '=$period(visit, "month")',
      right: '=$period(visit, "Monthly")',
    },
  }),
  'expression/argument-refused': row<{ name: string; value: string; reason: string; column?: string } & Near>({
    message: ({ name, value, reason }) => `$${name} refuses ${value}, at every row: ${reason}`,
    hint: (texts) =>
      didYouMean(texts, texts.column && `If it is a column, write it without the quotes: ${texts.column}`),
    explain: {
      meaning:
        'The argument stands in the expression itself, so every record would be rejected. Mostly it is a column in quotes.',
      wrong: '=$date("visit")',
      right: '=$date(visit)',
    },
  }),
  'expression/column-in-quotes': row<{ value: string; column: string }>({
    message: ({ value }) => `${value} is a text, the same for every row; there is a column of this name.`,
    hint: ({ column }) => `Write ${column}`,
    explain: {
      meaning: 'What stands in quotes is a text. Columns stand without quotes, or in backticks.',
      wrong: '=$trim("name")',
      right: '=$trim(name)',
    },
  }),
  'expression/missing-dollar': row<{ name: string; hint?: string; nearest?: string }>({
    message: ({ name }) => `${name} is called like a function, and is none.`,
    hint: ({ hint, nearest }) =>
      hint || (nearest ? `Write ${nearest}(…)` : 'Functions start with a dollar sign: $trim(…)'),
    explain: {
      meaning: 'Without the dollar sign a name is a column.',
      wrong: '=trim(age)',
      right: '=$trim(age)',
    },
  }),
  'expression/not-callable': row<{ text: string; type: string }>({
    message: ({ text, type }) => `${text} is ${type}, not a function.`,
    explain: {
      meaning: 'Only a function can be called.',
      wrong: '=($x := "a"; $x(age))',
      right: '=($x := function($v) { $v & "a" }; $x(age))',
    },
  }),
  'expression/option-set-name': row<{ text: string } & Near>({
    message: ({ text }) => `The UID of an option set must stand here as a text; ${text} is read as a column.`,
    hint: (texts) =>
      didYouMean(texts, 'Write $option(COLUMN, "UID"), or $option(COLUMN) for the options of the field.'),
    explain: {
      meaning: 'Which options are meant must be known before the run, not depend on the data.',
      wrong: '=$option(consent, consent)',
      right: '=$option(consent, "OsYesNo0001")',
    },
  }),
  'expression/count-of-text': row<{ text: string }>({
    message: ({ text }) => `${text} is one text: counted it is 1, blank or not.`,
    hint: ({ text }) => `Write $count($choices(${text}))`,
    explain: {
      meaning:
        'Kobo writes a select-multiple as one cell with blanks between the choices. $choices makes a list of it, which can be counted.',
      wrong: '=$count(services) > 1',
      right: '=$count($choices(services)) > 1',
    },
  }),
  'expression/table-name': row<Near>({
    message: () => 'The name of a look-up must stand here as a text, so that it can be checked.',
    hint: (texts) => didYouMean(texts, 'Write $table("name", COLUMN)'),
    explain: {
      meaning: 'Which look-up is read must be known before the run, not depend on the data.',
      wrong: '=$table(age, age)',
      right: '=$table("regions", region)',
    },
  }),
  'expression/unguarded-lookup': row({
    message: () => '$lookup gives nothing for an unknown key, and nobody will notice.',
    hint: () => 'Put the table into a file under `lookups:` and use $table, or say what else: $lookup(…) ?? "other"',
    explain: {
      meaning:
        'An unmapped value would silently send no value. $table rejects the record and collects the value for a report.',
      wrong: '=$lookup({"1": "YES"}, consent)',
      right: '=$lookup({"1": "YES"}, consent) ?? "NO"',
    },
  }),
  'expression/loose-number': row<{ text: string }>({
    message: ({ text }) =>
      `$number(${text}) fails at a blank cell, reads 0x1F as 31, and rounds what has too many digits.`,
    hint: ({ text }) => `Write $int(${text}) or $decimal(${text})`,
    explain: {
      meaning: '$int and $decimal give no value for a blank, and refuse whatever they could not keep exactly.',
      wrong: '=$number(age)',
      right: '=$decimal(age)',
    },
  }),
  'expression/loose-date': row({
    message: () => '$toMillis makes 2 March of 30 February, and moves days between time zones.',
    hint: () => 'Use $date, $dateTime, $age or $period: they take real dates only, and never shift them.',
    explain: {
      meaning: 'An impossible date becomes another one without a word.',
      wrong: '=$toMillis(visit)',
      right: '=$date(visit)',
    },
  }),
};
