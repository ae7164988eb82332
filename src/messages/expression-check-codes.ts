/** What can be told wrong about an expression before it has seen a row. */
import { didYouMean, row, type Near } from './code-row.ts';

export const EXPRESSION_CHECK_CODES = {
  'expression/not-a-number': row<{
    operator: string;
    text: string;
    type: string;
    rewrite?: string;
    meant?: string;
    joined?: string;
    whole?: string;
  }>({
    message: ({ operator, text, type }) => `${operator} wants numbers, and ${text} is ${type}.`,
    hint: ({ rewrite, meant, joined, whole }) => {
      const write = rewrite ? `Write ${rewrite}` : 'Make a number of it first.';
      switch (meant) {
        case 'date':
          return 'A date is no number. $age(from, to, "days") gives the days between two.';
        case 'text':
          return `${write} to add them, or ${joined} to join texts.`;
        case 'column':
          return `If ${whole} is one column, write \`${whole}\`; to divide, ${rewrite}`;
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
  }),
  'expression/plus-of-texts': row<{ rewrite: string }>({
    message: () => '+ adds numbers; texts are joined by &.',
    hint: ({ rewrite }) => `Write ${rewrite}`,
    explain: {
      meaning: 'JSONata has a sign of its own for joining texts, which makes text of numbers, too.',
      wrong: '=first + " " + name',
      right: '=first & " " & name',
    },
  }),
  'expression/joins-no-text': row<{ shown: string; text: string; type: string; rewrite: string }>({
    message: ({ shown, text, type }) => {
      if (shown === 'json') return `${text} is ${type}: joined to a text it becomes JSON, with its brackets.`;
      if (shown === 'null') return 'Joined to a text, null is the word "null".';
      return `${text} is a function: joined to a text it is nothing.`;
    },
    hint: ({ shown, rewrite, text }) => {
      if (shown === 'json')
        return `${rewrite && `Write ${rewrite}; if `}${rewrite ? '' : 'If '}JSON is meant, $string(${text})`;
      return shown === 'null' ? 'Write "", or leave it out.' : `Call it: ${text}(…)`;
    },
    explain: {
      meaning:
        '& makes a text of whatever stands beside it. Of a list or an object this is JSON, which nobody wants to read.',
      wrong: '="Services: " & $choices(services)',
      right: '="Services: " & $join($choices(services), ", ")',
    },
  }),
  'expression/blank-is-text': row<{ text: string; effect: string; rewrite: string }>({
    message: ({ text, effect }) => `${text} is never absent: a blank cell is "", so ${effect}.`,
    hint: ({ rewrite }) => `Write ${rewrite}`,
    explain: {
      meaning:
        'The column is there in every row; a blank cell is the empty text. ?: takes the other value for a blank, ?? does not.',
      wrong: '=nickname ?? name',
      right: '=nickname != "" ? nickname : name',
    },
  }),
  'expression/no-part-of-text': row<{ text: string; part: string; whole: string }>({
    message: ({ text, part }) => `${text} is the text of a cell: it has no part ${part}.`,
    hint: ({ whole }) => `If there is a column of this name, write it in backticks: \`${whole}\``,
    explain: {
      meaning: 'A point between two names goes into an object; a record is flat.',
      wrong: '=name.first',
      right: '=first',
    },
  }),
  'expression/no-column-here': row<{ name: string; context: string; column: string }>({
    message: ({ name, context }) => `Here ${name} is looked up in ${context}, not in the record: it is never there.`,
    hint: ({ column }) => `For the column write $$.${column}`,
    explain: {
      meaning:
        'In brackets, and behind a point, a name is a part of what stands before. A cell has no parts: its brackets hold a condition on the cell itself, `$`.',
      wrong: '=name[status = "1"]',
      right: '=status = "1" ? name',
    },
  }),
  'expression/in-quotes': row<{ content: string; rewrite: string }>({
    message: ({ content }) => `This is the text ${content} itself, the same for every row.`,
    hint: ({ rewrite }) => `The = goes inside the quotes: ${rewrite}`,
    explain: {
      meaning:
        'What stands in quotes behind the = is a text of JSONata. Quotes that YAML wants stand around all of the value.',
      wrong: "Name: ='$trim(name)'",
      right: "Name: '=$trim(name)'",
    },
  }),
  'expression/needs-backticks': row<{ name: string; readAs: string }>({
    message: ({ name, readAs }) => `${name} is a column; unquoted it is read as ${readAs}.`,
    hint: ({ name }) => `Write \`${name}\``,
    explain: {
      meaning: 'Kobo’s columns of a group have a slash in their names. JSONata divides by what comes after it.',
      wrong: '=group/question',
      right: '=`group/question`',
    },
  }),
  'expression/split-column': row<{ name: string; readAs: string } & Near>({
    message: ({ name, readAs }) => `The source has no column "${name}"; unquoted it is read as ${readAs}.`,
    hint: (texts) => didYouMean(texts),
    explain: {
      meaning:
        'A name with a slash, a dash or a point in it stands in backticks, and letter by letter as in the header.',
      wrong: '=group/qestion',
      right: '=`group/question`',
    },
  }),
  'expression/column-unsure': row<{ name: string } & Near>({
    message: ({ name }) => `The mapping has no column "${name}", and the source could not be asked.`,
    hint: (texts) => didYouMean(texts),
    explain: {
      meaning:
        'Without the header of the source only the columns of the mapping are known. This name is nearly one of them.',
      wrong: '=serivces',
      right: '=services',
    },
  }),
  'expression/too-many-digits': row<{ text: string }>({
    message: ({ text }) => `${text} has too many digits to be kept exactly.`,
    hint: ({ text }) => `An identifier is text: write "${text}"`,
    explain: {
      meaning: 'A number holds about 15 digits; a longer one becomes its neighbour.',
      wrong: '=national_id = "12345678901234567" ? 12345678901234567 : 0',
      right: '=national_id = "12345678901234567" ? "12345678901234567" : ""',
    },
  }),
  'expression/result-type': row<{ field: string; wanted: string; type: string; rewrite: string }>({
    message: ({ field, wanted, type }) => `${field} (${wanted}) cannot be ${type}.`,
    hint: ({ rewrite }) => (rewrite ? `Write ${rewrite}` : ''),
    explain: {
      meaning:
        'Whatever the row, the value would be refused, since its kind does not fit the value type of the data element.',
      wrong: 'Beds: =beds != "0"      # INTEGER',
      right: 'Beds: =$int(beds)',
    },
  }),
  'expression/result-value': row<
    { field: string; value: string; reason: string; known?: readonly string[]; hint?: string } & Near
  >({
    message: ({ field, value, reason }) => `${field} cannot be ${value}: ${reason}`,
    hint: (texts) => didYouMean(texts, texts.known ? `It can be ${texts.known}.` : texts.hint),
    explain: {
      meaning:
        'One of the values that the expression gives does not fit the value type or the option set of the data element.',
      wrong: 'Consent: \'=consent = "1" ? "yes" : "no"\'   # option codes are YES and NO',
      right: 'Consent: \'=consent = "1" ? "YES" : "NO"\'',
    },
  }),
};
