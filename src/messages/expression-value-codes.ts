/** What the values in an expression, and those that it gives, can never be. */
import { didYouMean, row, type Near } from './code-row.ts';

export const EXPRESSION_VALUE_CODES = {
  'expression/literal-as-condition': row<{ text: string; verdict: string; rewrite: string }>({
    message: ({ text, verdict }) => `${text} is compared with nothing: as a condition it is ${verdict} for every row.`,
    hint: ({ rewrite, text }) =>
      rewrite
        ? `Write ${rewrite}`
        : text === 'null'
          ? 'For a blank cell write COLUMN = ""'
          : `Say what is compared with it: COLUMN = ${text}`,
    explain: {
      meaning:
        '`and` and `or` join whole conditions. A text by itself is true unless it is empty, so the rows are not looked at.',
      wrong: '=sex = "f" or "m"',
      right: '=sex in ["f", "m"]',
    },
  }),
  'expression/never-this': row<{ text: string; verdict: string; value: string; known: string } & Near>({
    message: ({ text, verdict, value, known }) => `${text} ${verdict} ${value}: ${known}.`,
    hint: (texts) => didYouMean(texts),
    explain: {
      meaning:
        'Of a column with options the mapping knows the choices, of $option and $table all results; a helper writes its results in one form. A comparison with any other text holds for no row.',
      wrong: '=consent = "Yes"           # choices 1 and 0',
      right: '=consent = "1"',
    },
  }),
  'expression/result-shape': row<{ field: string; wanted: string; name: string; reason: string; rewrite: string }>({
    message: ({ field, wanted, name, reason }) => `${field} (${wanted}) cannot be ${name}.${reason && ` ${reason}`}`,
    hint: ({ rewrite }) => (rewrite ? `Write ${rewrite}` : ''),
    explain: {
      meaning:
        'What a helper gives has one form, and of a column with options the mapping knows the choices: no row can give a value that the data element takes. Written directly, the expression is the value that DHIS2 gets; behind `from` it replaces the cell, and the option map applies.',
      wrong: 'Consent: =consent      # choices 1 and 0, options YES and NO',
      right: "Consent: { from: '=consent' }",
    },
  }),
  'expression/not-a-key': row<{ name: string; known: readonly string[]; rewrite: string; column: string }>({
    message: ({ name, known }) =>
      `${name} is looked up as a key of this object, which has ${known}: it is never there.`,
    hint: ({ rewrite, column }) => `Write ${rewrite}\nThe column itself is here $$.${column}`,
    explain: {
      meaning:
        'Behind a point, and in brackets, a name is a key of the object before it, not a column. $lookup takes the key out of a column; better still, put the table into a file under `lookups:`.',
      wrong: '={"1": "YES", "0": "NO"}[consent]',
      right: '=($lookup({"1": "YES", "0": "NO"}, consent) ?? "NO")',
    },
  }),
  'expression/index-of-each': row<{ index: string; of: string }>({
    message: ({ index, of }) => `Behind a point [${index}] is of each by itself: ${of} stays as long as it is.`,
    hint: ({ index, of }) => `Write (${of})[${index}]`,
    explain: {
      meaning:
        'JSONata takes the brackets with the name before them, for each item of the list; round brackets make one list first.',
      wrong: '=members.name[0]',
      right: '=(members.name)[0]',
    },
  }),
  'expression/index-of-text': row<{ text: string; index: string; verdict: string; rewrite: string }>({
    message: ({ text, index, verdict }) => `${text} is one text, no list of letters: [${index}] is ${verdict}.`,
    hint: ({ rewrite }) => `Write ${rewrite}`,
    explain: {
      meaning:
        'To JSONata a single value is a list of one: [0] is the value itself, and there is nothing behind it. $substring takes letters, $split and $choices make lists.',
      wrong: '=name[1]',
      right: '=$substring(name, 1, 1)',
    },
  }),
  'expression/blank-in-list': row<{ what: string; rewrite: string }>({
    message: ({ what }) => `${what}.`,
    hint: ({ rewrite }) => `Write ${rewrite}`,
    explain: {
      meaning: 'A blank cell is the empty text, which is an item of a list like any other.',
      wrong: '=$join([first, name], ", ")',
      right: '=$join([first, name][$ != ""], ", ")',
    },
  }),
  'expression/undecided': row<{ where: string; what: string; rewrite: string }>({
    message: ({ where, what }) => `${where} is neither true nor false ${what}: these rows are rejected.`,
    hint: ({ rewrite }) => `Write ${rewrite}`,
    explain: {
      meaning:
        'where, and when of a form version, must be true or false for every row. A helper gives no value for a blank cell; where that is compared by < or >, the result is no value either. The same is true of a condition with ? and no : part.',
      wrong: 'where: =$int(age) > 17',
      right: 'where: =age != "" and $int(age) > 17',
    },
  }),
  'expression/repeat-as-value': row<{ text: string; repeat: string; rewrite: string; first: string; column: string }>({
    message: ({ text, repeat }) =>
      text === repeat
        ? `${text} is a repeat: a list of what the record has several of, and no value by itself.`
        : `${text} is of the repeat ${repeat}: whole children, and no value.`,
    hint: ({ rewrite, first, repeat, column }) =>
      `Write ${rewrite} for their number, ${first} for the first of them, or $join(${repeat}.${column}, ", ") for all.`,
    explain: {
      meaning:
        'A repeat is a list of objects, one for each child, in the order of the source. A value comes of counting, adding up, joining or choosing among them.',
      wrong: '=members > 5',
      right: '=$count(members) > 5',
    },
  }),
  'expression/column-and-repeat': row<{ name: string }>({
    message: ({ name }) =>
      `${name} is a column of the record and one of its repeats, too. Here it is the column: nothing is seen of the children.`,
    hint: () =>
      'Give the repeat another name: under source.repeats (xlsx), or with the names of groups in the columns. If the column is meant, write (NAME & "").',
    explain: {
      meaning:
        'A question may be called as a repeat is. A name means the column then, and the children cannot be reached.',
      wrong: '=$count(children)',
      right: '=$count(child_list)   /* source: { repeats: [{ sheet: children, name: child_list }] } */',
    },
  }),
  'expression/repeat-always-there': row<{ text: string; rewrite: string }>({
    message: ({ text }) => `${text} is never absent: without children it is an empty list, so this is always true.`,
    hint: ({ rewrite }) => `Write ${rewrite}`,
    explain: {
      meaning: 'Every record has each of the repeats of its source, of none or more children.',
      wrong: '=$exists(members) ? "yes" : "no"',
      right: '=$count(members) > 0 ? "yes" : "no"',
    },
  }),
  'expression/result-many': row<{ field: string; wanted: string; rewrite: string; text: string }>({
    message: ({ field, wanted }) =>
      `${field} (${wanted}) takes one value; of some rows this is a list, and they are rejected.`,
    hint: ({ rewrite, text }) => `Write ${rewrite}, or take one of them: (${text})[0]`,
    explain: {
      meaning: 'What is left of a list behind brackets with a condition is one value or several, as the row has it.',
      wrong: 'Name: =$choices(services)[$ != "other"]',
      right: 'Name: =$join($choices(services)[$ != "other"], ",")',
    },
  }),
};
