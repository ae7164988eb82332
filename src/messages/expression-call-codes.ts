/** What can be told wrong about calls of functions before a row has been seen. */
import { didYouMean, type CodeText } from './code-row.ts';

export const EXPRESSION_CALL_CODES = {
  'expression/argument-count': {
    message: (a) => `$${a('name')} takes ${a('wanted')}, and here it gets ${a('given')}.`,
    hint: (a) => (a('rewrite') ? `Write ${a('rewrite')}` : `Its form is ${a('form')}`),
    explain: {
      meaning: 'Too many or too few arguments: mostly a comma or a bracket in the wrong place.',
      wrong: '=$date()',
      right: '=$date(visit)',
    },
  },
  'expression/argument-type': {
    message: (a) => `$${a('name')} wants ${a('wanted')} as ${a('which')}, and ${a('text')} is ${a('type')}.`,
    hint: (a) => (a('rewrite') ? `Write ${a('rewrite')}` : `Its form is ${a('form')}`),
    explain: {
      meaning: 'The function would stop with an error at every row. A cell is always text.',
      wrong: '=$round(age)',
      right: '=$round($decimal(age))',
    },
  },
  'expression/argument-value': {
    message: (a) => `${a('value')} is not one that $${a('name')} knows: ${a('reason')}.`,
    hint: (a) => didYouMean(a),
    explain: {
      meaning: 'Some arguments are words out of a short list, or a format.',
      wrong: '=$period(visit, "month")',
      right: '=$period(visit, "Monthly")',
    },
  },
  'expression/argument-refused': {
    message: (a) => `$${a('name')} refuses ${a('value')}, at every row: ${a('reason')}`,
    hint: (a) => didYouMean(a, a('column') && `If it is a column, write it without the quotes: ${a('column')}`),
    explain: {
      meaning:
        'The argument stands in the expression itself, so every record would be rejected. Mostly it is a column in quotes.',
      wrong: '=$date("visit")',
      right: '=$date(visit)',
    },
  },
  'expression/column-in-quotes': {
    message: (a) => `${a('value')} is a text, the same for every row; there is a column of this name.`,
    hint: (a) => `Write ${a('column')}`,
    explain: {
      meaning: 'What stands in quotes is a text. Columns stand without quotes, or in backticks.',
      wrong: '=$trim("name")',
      right: '=$trim(name)',
    },
  },
  'expression/missing-dollar': {
    message: (a) => `${a('name')} is called like a function, and is none.`,
    hint: (a) =>
      a('hint') || (a('nearest') ? `Write ${a('nearest')}(…)` : 'Functions start with a dollar sign: $trim(…)'),
    explain: {
      meaning: 'Without the dollar sign a name is a column.',
      wrong: '=trim(age)',
      right: '=$trim(age)',
    },
  },
  'expression/not-callable': {
    message: (a) => `${a('text')} is ${a('type')}, not a function.`,
    explain: {
      meaning: 'Only a function can be called.',
      wrong: '=($x := "a"; $x(age))',
      right: '=($x := function($v) { $v & "a" }; $x(age))',
    },
  },
  'expression/option-set-name': {
    message: (a) => `The UID of an option set must stand here as a text; ${a('text')} is read as a column.`,
    hint: (a) => didYouMean(a, 'Write $option(COLUMN, "UID"), or $option(COLUMN) for the options of the field.'),
    explain: {
      meaning: 'Which options are meant must be known before the run, not depend on the data.',
      wrong: '=$option(consent, consent)',
      right: '=$option(consent, "OsYesNo0001")',
    },
  },
  'expression/count-of-text': {
    message: (a) => `${a('text')} is one text: counted it is 1, blank or not.`,
    hint: (a) => `Write $count($choices(${a('text')}))`,
    explain: {
      meaning:
        'Kobo writes a select-multiple as one cell with blanks between the choices. $choices makes a list of it, which can be counted.',
      wrong: '=$count(services) > 1',
      right: '=$count($choices(services)) > 1',
    },
  },
  'expression/table-name': {
    message: () => 'The name of a look-up must stand here as a text, so that it can be checked.',
    hint: (a) => didYouMean(a, 'Write $table("name", COLUMN)'),
    explain: {
      meaning: 'Which look-up is read must be known before the run, not depend on the data.',
      wrong: '=$table(age, age)',
      right: '=$table("regions", region)',
    },
  },
  'expression/unguarded-lookup': {
    message: () => '$lookup gives nothing for an unknown key, and nobody will notice.',
    hint: () => 'Put the table into a file under `lookups:` and use $table, or say what else: $lookup(…) ?? "other"',
    explain: {
      meaning:
        'An unmapped value would silently send no value. $table rejects the record and collects the value for a report.',
      wrong: '=$lookup({"1": "YES"}, consent)',
      right: '=$lookup({"1": "YES"}, consent) ?? "NO"',
    },
  },
  'expression/loose-number': {
    message: (a) =>
      `$number(${a('text')}) fails at a blank cell, reads 0x1F as 31, and rounds what has too many digits.`,
    hint: (a) => `Write $int(${a('text')}) or $decimal(${a('text')})`,
    explain: {
      meaning: '$int and $decimal give no value for a blank, and refuse whatever they could not keep exactly.',
      wrong: '=$number(age)',
      right: '=$decimal(age)',
    },
  },
  'expression/loose-date': {
    message: () => '$toMillis makes 2 March of 30 February, and moves days between time zones.',
    hint: () => 'Use $date, $dateTime, $age or $period: they take real dates only, and never shift them.',
    explain: {
      meaning: 'An impossible date becomes another one without a word.',
      wrong: '=$toMillis(visit)',
      right: '=$date(visit)',
    },
  },
} satisfies Record<string, CodeText>;
