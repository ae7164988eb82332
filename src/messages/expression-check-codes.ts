/** What can be told wrong about an expression before it has seen a row. */
import { didYouMean, type CodeText } from './code-row.ts';

export const EXPRESSION_CHECK_CODES = {
  'expression/text-with-number': {
    message: (a) => `${a('text')} is text and ${a('number')} a number: ${a('verdict')}.`,
    hint: (a) => a('rewrite') && `Write ${a('rewrite')}`,
    explain: {
      meaning:
        'Every cell of a CSV is text, and JSONata never takes the text "12" for the number 12: `=` is false without a word, `<` stops with an error.',
      wrong: '=age = 12',
      right: '=age = "12"',
    },
  },
  'expression/text-with-boolean': {
    message: (a) => `${a('text')} is text, and ${a('boolean')} is not: ${a('verdict')}.`,
    hint: (a) => a('rewrite') && `Write ${a('rewrite')}`,
    explain: {
      meaning: 'A cell is the text "true" or "1", never the value true. $yesNo reads it.',
      wrong: '=consent = true',
      right: '=$yesNo(consent) = true',
    },
  },
  'expression/never-equal': {
    message: (a) =>
      `${a('left')} is ${a('leftType')}, and ${a('right')} is ${a('right') === a('rightType') ? 'not' : a('rightType')}: ${a('verdict')}.`,
    hint: (a) => a('rewrite') && `Write ${a('rewrite')}`,
    explain: {
      meaning: 'Values of different kinds are never equal. A blank cell is the empty text, not null.',
      wrong: '=age = null',
      right: '=age = ""',
    },
  },
  'expression/validation-status': {
    message: (a) =>
      `${a('text')} is compared with a text, and the status has other words in another export: a label in some language, or JSON. Then a refused submission goes through.`,
    hint: (a) => `Write ${a('rewrite')}`,
    explain: {
      meaning:
        'Kobo writes the validation status as a word of its own (validation_status_not_approved), as a label (Not Approved, Non approuvé) or as JSON, as the export is asked for. $validation knows them all, and rejects what it does not know.',
      wrong: 'where: =`_validation_status` != "validation_status_not_approved"',
      right: 'where: =$validation(`_validation_status`) != "not_approved"',
    },
  },
  'expression/text-order': {
    message: (a) => `${a('text')} is compared as text with ${a('literal')}: "10" comes before "9".`,
    hint: (a) => a('rewrite') && `Write ${a('rewrite')}`,
    explain: {
      meaning:
        'Texts are ordered letter by letter. Make numbers of them first. (Dates as yyyy-MM-dd are in order as text.)',
      wrong: '=age > "5"',
      right: '=$int(age) > 5',
    },
  },
  'expression/not-a-number': {
    message: (a) => `${a('operator')} wants numbers, and ${a('text')} is ${a('type')}.`,
    hint: (a) => {
      const write = a('rewrite') ? `Write ${a('rewrite')}` : 'Make a number of it first.';
      switch (a('meant')) {
        case 'date':
          return 'A date is no number. $age(from, to, "days") gives the days between two.';
        case 'text':
          return `${write} to add them, or ${a('joined')} to join texts.`;
        case 'column':
          return `If ${a('whole')} is one column, write \`${a('whole')}\`; to divide, ${a('rewrite')}`;
        default:
          return write;
      }
    },
    explain: {
      meaning:
        'A cell is text even where it holds digits. $int and $decimal make a number of it, and say so where they cannot.',
      wrong: '=age + 1',
      right: '=$int(age) + 1',
    },
  },
  'expression/plus-of-texts': {
    message: () => '+ adds numbers; texts are joined by &.',
    hint: (a) => `Write ${a('rewrite')}`,
    explain: {
      meaning: 'JSONata has a sign of its own for joining texts, which makes text of numbers, too.',
      wrong: '=first + " " + name',
      right: '=first & " " & name',
    },
  },
  'expression/joins-no-text': {
    message: (a) => {
      if (a('shown') === 'json')
        return `${a('text')} is ${a('type')}: joined to a text it becomes JSON, with its brackets.`;
      if (a('shown') === 'null') return 'Joined to a text, null is the word "null".';
      return `${a('text')} is a function: joined to a text it is nothing.`;
    },
    hint: (a) => {
      if (a('shown') === 'json')
        return `${a('rewrite') && `Write ${a('rewrite')}; if `}${a('rewrite') ? '' : 'If '}JSON is meant, $string(${a('text')})`;
      return a('shown') === 'null' ? 'Write "", or leave it out.' : `Call it: ${a('text')}(…)`;
    },
    explain: {
      meaning:
        '& makes a text of whatever stands beside it. Of a list or an object this is JSON, which nobody wants to read.',
      wrong: '="Services: " & $choices(services)',
      right: '="Services: " & $join($choices(services), ", ")',
    },
  },
  'expression/text-as-condition': {
    message: (a) => `${a('text')} is text, and text is true unless it is blank: "0", "no" and "false" too.`,
    hint: (a) => `Write ${a('text')} != "" for “not blank”, or $yesNo(${a('text')}) for its answer.`,
    explain: {
      meaning: 'As a condition JSONata takes every text but the empty one for true.',
      wrong: '=consent ? "YES" : "NO"',
      right: '=$yesNo(consent) ? "YES" : "NO"',
    },
  },
  'expression/never-true': {
    message: (a) => `This can never be true: ${a('reason')}.`,
    hint: (a) => a('rewrite') && `Did you mean ${a('rewrite')}?`,
    explain: {
      meaning: 'A condition that no row can fulfil is a slip of the pen, mostly `and` for `or`, or a column in quotes.',
      wrong: '=sex = "m" and sex = "f"',
      right: '=sex = "m" or sex = "f"',
    },
  },
  'expression/always-true': {
    message: (a) => `This is always true: ${a('reason')}.`,
    hint: (a) => a('rewrite') && `Did you mean ${a('rewrite')}?`,
    explain: {
      meaning: 'A condition that every row fulfils decides nothing; mostly `or` stands for `and`.',
      wrong: '=sex != "m" or sex != "f"',
      right: '=sex != "m" and sex != "f"',
    },
  },
  'expression/not-boolean': {
    message: (a) => `${a('where')} must be true or false; this is ${a('type')}.`,
    hint: (a) => (a('rewrite') ? `Write ${a('rewrite')}` : 'Compare it with something: COLUMN = "1".'),
    explain: {
      meaning: 'where and when decide by exactly true. A column by itself is text, never true.',
      wrong: 'when: =consent',
      right: 'when: =consent = "1"',
    },
  },
  'expression/blank-is-text': {
    message: (a) => `${a('text')} is never absent: a blank cell is "", so ${a('effect')}.`,
    hint: (a) => `Write ${a('rewrite')}`,
    explain: {
      meaning:
        'The column is there in every row; a blank cell is the empty text. ?: takes the other value for a blank, ?? does not.',
      wrong: '=nickname ?? name',
      right: '=nickname != "" ? nickname : name',
    },
  },
  'expression/in-text': {
    message: (a) => `${a('text')} is one text; \`in\` compares with all of it, not with each choice.`,
    hint: (a) => a('rewrite') && `Write ${a('rewrite')}`,
    explain: {
      meaning:
        'Kobo writes a select-multiple as one cell with blanks between the choices. $choices makes a list of it.',
      wrong: '="vaccination" in services',
      right: '="vaccination" in $choices(services)',
    },
  },
  'expression/no-part-of-text': {
    message: (a) => `${a('text')} is the text of a cell: it has no part ${a('part')}.`,
    hint: (a) => `If there is a column of this name, write it in backticks: \`${a('whole')}\``,
    explain: {
      meaning: 'A point between two names goes into an object; a record is flat.',
      wrong: '=name.first',
      right: '=first',
    },
  },
  'expression/no-column-here': {
    message: (a) => `Here ${a('name')} is looked up in ${a('context')}, not in the record: it is never there.`,
    hint: (a) => `For the column write $$.${a('column')}`,
    explain: {
      meaning:
        'In brackets, and behind a point, a name is a part of what stands before. A cell has no parts: its brackets hold a condition on the cell itself, `$`.',
      wrong: '=name[status = "1"]',
      right: '=status = "1" ? name',
    },
  },
  'expression/in-quotes': {
    message: (a) => `This is the text ${a('content')} itself, the same for every row.`,
    hint: (a) => `The = goes inside the quotes: ${a('rewrite')}`,
    explain: {
      meaning:
        'What stands in quotes behind the = is a text of JSONata. Quotes that YAML wants stand around all of the value.',
      wrong: "Name: ='$trim(name)'",
      right: "Name: '=$trim(name)'",
    },
  },
  'expression/needs-backticks': {
    message: (a) => `${a('name')} is a column; unquoted it is read as ${a('readAs')}.`,
    hint: (a) => `Write \`${a('name')}\``,
    explain: {
      meaning: 'Kobo’s columns of a group have a slash in their names. JSONata divides by what comes after it.',
      wrong: '=group/question',
      right: '=`group/question`',
    },
  },
  'expression/split-column': {
    message: (a) => `The source has no column "${a('name')}"; unquoted it is read as ${a('readAs')}.`,
    hint: (a) => didYouMean(a),
    explain: {
      meaning:
        'A name with a slash, a dash or a point in it stands in backticks, and letter by letter as in the header.',
      wrong: '=group/qestion',
      right: '=`group/question`',
    },
  },
  'expression/column-unsure': {
    message: (a) => `The mapping has no column "${a('name')}", and the source could not be asked.`,
    hint: (a) => didYouMean(a),
    explain: {
      meaning:
        'Without the header of the source only the columns of the mapping are known. This name is nearly one of them.',
      wrong: '=serivces',
      right: '=services',
    },
  },
  'expression/too-many-digits': {
    message: (a) => `${a('text')} has too many digits to be kept exactly.`,
    hint: (a) => `An identifier is text: write "${a('text')}"`,
    explain: {
      meaning: 'A number holds about 15 digits; a longer one becomes its neighbour.',
      wrong: '=national_id = "12345678901234567" ? 12345678901234567 : 0',
      right: '=national_id = "12345678901234567" ? "12345678901234567" : ""',
    },
  },
  'expression/result-type': {
    message: (a) => `${a('field')} (${a('wanted')}) cannot be ${a('type')}.`,
    hint: (a) => (a('rewrite') ? `Write ${a('rewrite')}` : ''),
    explain: {
      meaning:
        'Whatever the row, the value would be refused, since its kind does not fit the value type of the data element.',
      wrong: 'Beds: =beds != "0"      # INTEGER',
      right: 'Beds: =$int(beds)',
    },
  },
  'expression/result-value': {
    message: (a) => `${a('field')} cannot be ${a('value')}: ${a('reason')}`,
    hint: (a) => didYouMean(a, a('known') ? `It can be ${a('known')}.` : a('hint')),
    explain: {
      meaning:
        'One of the values that the expression gives does not fit the value type or the option set of the data element.',
      wrong: 'Consent: \'=consent = "1" ? "yes" : "no"\'   # option codes are YES and NO',
      right: 'Consent: \'=consent = "1" ? "YES" : "NO"\'',
    },
  },
} satisfies Record<string, CodeText>;
