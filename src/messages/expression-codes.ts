import { didYouMean, type CodeText } from './code-row.ts';

export const EXPRESSION_CODES = {
  'expression/syntax': {
    message: (a, args) =>
      args['isWellFormed'] === true
        ? `This expression cannot be evaluated: ${a('reason')}.`
        : `This is not a JSONata expression: ${a('reason')}.`,
    hint: (a) => a('hint'),
    explain: {
      meaning:
        'The text is no JSONata. The caret stands where the reader lost the thread, often one token after the slip.',
      wrong: '=age > ("5"',
      right: '=$int(age) > 5',
    },
  },
  'expression/unknown-column': {
    message: (a) => `The source has no column "${a('name')}".`,
    hint: (a) => {
      switch (a('meant')) {
        case 'text':
          return `Texts stand in straight quotes: ${a('rewrite')}`;
        case 'constant':
          return `It is written in small letters: ${a('rewrite')}`;
        case 'blank':
          return 'A blank cell is the empty text: ""';
        case 'part':
          return `A column stands by itself: write ${a('rewrite')}`;
        case 'unseen':
          return `${a('nearest')} looks the same, but ${a('differs')}: copy the name from the source.`;
        default:
          return didYouMean(a, 'Compare it with the header of the source file.');
      }
    },
    explain: {
      meaning:
        'Every name in an expression is a column of the source, letter by letter, unless it starts with $. JSONata itself would take a misspelt one for a blank.',
      wrong: '=FACILTY',
      right: '=FACILITY',
    },
  },
  'expression/unknown-name': {
    message: (a) => `There is no function or variable $${a('name')}.`,
    hint: (a, args) => {
      if (args['isElsewhere'] === true) return `$${a('name')} is set in brackets, and known only inside them.`;
      if (args['isColumn'] === true) return `${a('name')} is a column: leave the dollar sign out.`;
      return a('hint') || didYouMean(a, 'A variable is set in brackets before it is read: ($x := …; $x)');
    },
    explain: {
      meaning: 'What starts with $ is a function, or a variable that the expression itself sets.',
      wrong: '=$trimm(name)',
      right: '=$trim(name)',
    },
  },
  'expression/not-deterministic': {
    message: (a) => `$${a('name')} gives another result in every run, so every record would look changed each night.`,
    hint: () => 'Take the value from a column of the record.',
    explain: {
      meaning:
        'Whether a record has changed is told by comparing it with the night before. A value that is new every night would update every event, every night.',
      wrong: '=$now()',
      right: '=`_submission_time`',
    },
  },
  'expression/no-eval': {
    message: () => '$eval is not allowed: text from the data must never run as an expression.',
    explain: {
      meaning: '$eval would run what somebody typed into a form.',
      wrong: '=$eval(name)',
      right: '=name',
    },
  },
  'expression/too-large': {
    message: (a) =>
      `The expression makes more than a record can need: over ${a('values')} values, or over ${a('characters')} characters.`,
    hint: () => 'Look for a list that grows with each step, or a text that is joined to itself.',
    explain: {
      meaning:
        'An evaluation may make only so many values and characters, so that no record can exhaust the memory of a run. The record is rejected, the others go on.',
      wrong: '=$pad(code, 1000000000)',
      right: '=$pad(code, 10)',
    },
  },
  'expression/text-too-long': {
    message: (a) => `A pattern is tried on a text of ${a('most')} characters at most; this one has ${a('characters')}.`,
    hint: (a) => `Try it on a part: $substring(COLUMN, 0, ${a('most')}).`,
    explain: {
      meaning:
        'Some patterns take four times as long for a text of twice the length. So that no answer can hold up a night, long texts are not tried. The record is rejected, the others go on.',
      wrong: '=$contains(notes, /fever.*cough/)          # notes has 30,000 characters',
      right: '=$contains($substring(notes, 0, 1000), /fever.*cough/)',
    },
  },
  'expression/failed': {
    message: (a) => `The expression ${a('expression')} failed: ${a('reason')}.`,
    hint: () => 'Mend the expression, or the answer in Kobo.',
    explain: {
      meaning: 'The expression stopped with an error on this record. The record is rejected, the others go on.',
      wrong: '=$number(weight)                # weight is n/a',
      right: '=$decimal(weight)',
    },
  },
  'expression/not-a-condition': {
    message: (a) => `${a('where')} must give true or false; it gave ${a('type')}.`,
    hint: () => 'Compare with something: COLUMN = "1".',
    explain: {
      meaning: 'where and when decide by exactly true or false; anything else would be a guess.',
      wrong: 'where: \'=$lookup({"1": true}, consent)\'   # consent is 9',
      right: 'where: =consent = "1"',
    },
  },
  'eval/not-a-row': {
    message: () => 'The input must be a JSON object: column → cell.',
    hint: () => 'For any other JSON use --plain.',
  },
  'eval/not-json': {
    message: (a) => `The input ${a('path')} is not valid JSON: ${a('reason')}.`,
  },
  'lookup/no-match': {
    message: (a) => `"${a('value')}" is not in the look-up ${a('table')}.`,
    hint: (a) =>
      `${didYouMean(a)} If it is right, add it to the look-up file${a('table') === 'orgUnits' ? ', assign the program to the organisation unit in DHIS2, and give the sending user capture access to it' : ''}.`.trim(),
    valueIsPublic: true,
    explain: {
      meaning:
        'Look-ups are exact after trimming: case, accents and spelling give suggestions, never matches. The record is rejected, and the value is collected in the list of unmapped values.',
      wrong: '{ "Clinic A": "OuClinicA01" }      # the cell is "Clinic  A."',
      right: '{ "Clinic A": "OuClinicA01", "Clinic  A.": "OuClinicA01" }',
    },
  },
  'lookup/unknown-table': {
    message: (a) => `The spec has no look-up "${a('table')}".`,
    hint: (a) => didYouMean(a, 'Name it under `lookups:`.'),
    valueIsPublic: true,
    explain: {
      meaning: '$table and $orgUnit read the look-ups that the spec names; $orgUnit reads the one called orgUnits.',
      wrong: '=$table("region", REGION)',
      right: 'lookups:\n  region: regions.csv',
    },
  },
  'option/no-match': {
    message: (a) => `The choice "${a('value')}" has no option code in the mapping of option set ${a('table')}.`,
    hint: (a) =>
      `${didYouMean(a)}${a('differs') === 'decimal zeros' ? ' pandas writes whole numbers so; from: =$int(COLUMN) takes the zeros off.' : ''} If it is right, add it to the option mapping and run \`etl mapping generate\`.`.trim(),
    valueIsPublic: true,
    explain: {
      meaning: 'A Kobo choice has no DHIS2 option code. The record is rejected rather than sent without the answer.',
      wrong: '{ "1": "YES" }                     # the cell is "2"',
      right: '{ "1": "YES", "2": "NO" }',
    },
  },
  'option/no-map': {
    message: (a) => `There is no option map${a('optionSet') && ` for option set ${a('optionSet')}`} here.`,
    hint: (a) => didYouMean(a, 'Name the option set, $option(COLUMN, "its UID"), and map it in the option mapping.'),
    explain: {
      meaning:
        '$option goes through the option map of the field’s own option set, or of the one that is named; neither is mapped.',
      wrong: '=$option(consent)                # outside a field with options',
      right: '=$option(consent, "OsYesNo0001")',
    },
  },
} satisfies Record<string, CodeText>;
