import { didYouMean, row, type Near } from './code-row.ts';

export const EXPRESSION_CODES = {
  'expression/syntax': row<{ reason: string; hint?: string; isWellFormed?: boolean }>({
    message: ({ reason }, { isWellFormed }) =>
      isWellFormed === true
        ? `This expression cannot be evaluated: ${reason}.`
        : `This is not a JSONata expression: ${reason}.`,
    hint: ({ hint }) => hint,
    explain: {
      meaning:
        'The text is no JSONata. The caret stands where the reader lost the thread, often one token after the slip.',
      wrong: '=age > ("5"',
      right: '=$int(age) > 5',
    },
  }),
  'expression/unknown-column': row<
    { name: string; repeat?: string; meant?: string; rewrite?: string; more?: number } & Near
  >({
    message: ({ name, repeat, more }) => {
      const places = more && `, which is read in ${more} more ${more === '1' ? 'place' : 'places'}`;
      return `The ${repeat ? `repeat ${repeat}` : 'source'} has no column "${name}"${places}.`;
    },
    rareArgs: ['repeat', 'more'],
    hint: (texts) => {
      switch (texts.meant) {
        case 'text':
          return `Texts stand in straight quotes: ${texts.rewrite}`;
        case 'constant':
          return `It is written in small letters: ${texts.rewrite}`;
        case 'blank':
          return 'A blank cell is the empty text: ""';
        case 'part':
          return `A column stands by itself: write ${texts.rewrite}`;
        case 'outer':
          return `It is a column of the record, and here names are those of ${texts.repeat}: write ${texts.rewrite}`;
        case 'child':
          return `It is a column of a repeat, in a list: write ${texts.rewrite}`;
        case 'unseen':
          return `${texts.nearest} looks the same, but ${texts.differs}: copy the name from the source.`;
        default:
          return didYouMean(
            texts,
            `Compare it with the ${texts.repeat ? 'columns of the repeat' : 'header of the source file'}.`,
          );
      }
    },
    explain: {
      meaning:
        'Every name in an expression is a column of the source, letter by letter, unless it starts with $. JSONata itself would take a misspelt one for a blank.',
      wrong: '=FACILTY',
      right: '=FACILITY',
    },
  }),
  'expression/unknown-name': row<{ name: string; hint?: string; isElsewhere?: boolean; isColumn?: boolean } & Near>({
    message: ({ name }) => `There is no function or variable $${name}.`,
    hint: (texts, { isElsewhere, isColumn }) => {
      if (isElsewhere === true) return `$${texts.name} is set in brackets, and known only inside them.`;
      if (isColumn === true) return `${texts.name} is a column: leave the dollar sign out.`;
      return texts.hint || didYouMean(texts, 'A variable is set in brackets before it is read: ($x := …; $x)');
    },
    explain: {
      meaning: 'What starts with $ is a function, or a variable that the expression itself sets.',
      wrong: '=$trimm(name)',
      right: '=$trim(name)',
    },
  }),
  'expression/not-deterministic': row<{ name: string }>({
    message: ({ name }) => `$${name} gives another result in every run, so every record would look changed each night.`,
    hint: () => 'Take the value from a column of the record.',
    explain: {
      meaning:
        'Whether a record has changed is told by comparing it with the night before. A value that is new every night would update every event, every night.',
      wrong: '=$now()',
      right: '=`_submission_time`',
    },
  }),
  'expression/no-eval': row({
    message: () => '$eval is not allowed: text from the data must never run as an expression.',
    explain: {
      meaning: '$eval would run what somebody typed into a form.',
      wrong: '=$eval(name)',
      right: '=name',
    },
  }),
  'expression/too-large': row<{ values: number; characters: number }>({
    who: 'analyst',
    message: ({ values, characters }) =>
      `The expression makes more than a record can need: over ${values} values, or over ${characters} characters.`,
    hint: () => 'Look for a list that grows with each step, or a text that is joined to itself.',
    explain: {
      meaning:
        'An evaluation may make only so many values and characters, so that no record can exhaust the memory of a run. The record is rejected, the others go on.',
      wrong: '=$pad(code, 1000000000)',
      right: '=$pad(code, 10)',
    },
  }),
  'expression/text-too-long': row<{ most: number; characters: number }>({
    who: 'analyst',
    message: ({ most, characters }) =>
      `A pattern is tried on a text of ${most} characters at most; this one has ${characters}.`,
    hint: ({ most }) => `Try it on a part: $substring(COLUMN, 0, ${most}).`,
    explain: {
      meaning:
        'Some patterns take four times as long for a text of twice the length. So that no answer can hold up a night, long texts are not tried. The record is rejected, the others go on.',
      wrong: '=$contains(notes, /fever.*cough/)          # notes has 30,000 characters',
      right: '=$contains($substring(notes, 0, 1000), /fever.*cough/)',
    },
  }),
  'expression/failed': row<{ expression: string; reason: string }>({
    who: 'analyst',
    message: ({ expression, reason }) => `The expression ${expression} failed: ${reason}.`,
    hint: () => 'Mend the expression, or the answer in Kobo.',
    explain: {
      meaning: 'The expression stopped with an error on this record. The record is rejected, the others go on.',
      wrong: '=$number(weight)                # weight is n/a',
      right: '=$decimal(weight)',
    },
  }),
  'expression/divided-by-zero': row<{ expression: string }>({
    who: 'analyst',
    message: ({ expression }) => `The expression ${expression} divides by zero, or gives a number that is too large.`,
    hint: () =>
      'Say in `when` of the field when there is something to divide by; or mend the answer, or the look-up, that is zero.',
    explain: {
      meaning: 'There is no number that a division by zero gives. With `when` the field has no value then.',
      wrong: 'Beds: =$int(days) / $int(stays) * 100   # stays is 0',
      right: "Beds: { from: '=$int(days) / $int(stays) * 100', when: '=$int(stays) > 0' }",
    },
  }),
  'expression/not-a-condition': row<{ where: string; type: string }>({
    who: 'analyst',
    message: ({ where, type }) => `${where} must give true or false; it gave ${type}.`,
    hint: () => 'Compare with something: COLUMN = "1".',
    explain: {
      meaning: 'where and when decide by exactly true or false; anything else would be a guess.',
      wrong: 'where: \'=$lookup({"1": true}, consent)\'   # consent is 9',
      right: 'where: =consent = "1"',
    },
  }),
};
