/** A value that its value type cannot take. The value itself stays out of these texts. */
import { row } from './code-row.ts';
import { orWrite, whoWrites, type Instead } from './rewrite-words.ts';

/** Whether every answer of the column is written like this one is not for us to say. */
const IF_SO = 'if that is how it is written there';
const SAY_HOW = 'Change the cell, or say how it is written';

export const VALUE_CODES = {
  'value/nul': row({
    who: 'source',
    message: () => 'The text holds the character U+0000, which DHIS2 cannot store.',
    hint: () => 'Take it out of the source; it comes of broken or binary text.',
  }),
  'value/broken-text': row({
    who: 'source',
    message: () => 'The text holds half a character.',
    hint: () => 'Look at how the text was cut or encoded.',
  }),
  'value/too-long': row<{ length: number }>({
    who: 'source',
    message: ({ length }) => `The text has ${length} characters; DHIS2 takes 50000.`,
    hint: () => 'Shorten the answer in Kobo, or cut it in the field: $substring(COLUMN, 0, 50000).',
  }),
  'value/not-finite': row({
    who: 'analyst',
    message: () => 'The expression gave something that is no number (a division by zero?).',
    hint: () => 'Say in the expression when to divide: beds > 0 ? staff / beds, both as numbers.',
  }),
  'value/not-a-number': row<{ valueType: string }>({
    who: 'source',
    message: ({ valueType }) => `A number is needed (${valueType}).`,
    hint: () => 'Correct the answer in Kobo, or say in its field with which separator it is written.',
  }),
  'value/number-format': row<{ valueType: string; exponent?: boolean } & Instead>({
    whoOf: whoWrites,
    who: 'analyst',
    message: ({ valueType }) => `A number is needed (${valueType}), and how to read this one would be a guess.`,
    hint: (texts, args) =>
      args.exponent === true
        ? 'With an exponent digits may be lost: have all of them written (in R options(scipen = 999), in pandas float_format).'
        : orWrite(texts, args, `${SAY_HOW}: $decimal(column, ",") or $decimal(column, ".").`, IF_SO),
  }),
  'value/leading-zeros': row<{ valueType: string } & Instead>({
    who: 'analyst',
    message: ({ valueType }) =>
      `A number is needed (${valueType}), and this one has zeros before it, as an identifier has.`,
    hint: (texts, args) =>
      orWrite(
        texts,
        args,
        'An identifier stays text. If the zeros mean nothing, say that it is a number: $int(column) or $decimal(column).',
        'if the zeros mean nothing',
      ),
  }),
  'value/not-whole': row<{ valueType: string } & Instead>({
    who: 'source',
    message: ({ valueType }) => `A whole number is needed (${valueType}).`,
    hint: (texts, args) =>
      orWrite(
        texts,
        args,
        'Round it in an expression if that is right: $round($decimal(column)).',
        'if it may be rounded',
      ),
  }),
  'value/out-of-range': row<{ least: number; most: number; valueType: string }>({
    who: 'source',
    message: ({ least, most, valueType }, args) =>
      typeof args.least === 'number' && Number.isFinite(args.least)
        ? `A number from ${least} to ${most} is needed (${valueType}).`
        : `The number is too long for DHIS2 (${valueType}).`,
    hint: () =>
      'Correct the answer in Kobo, and give its question a constraint there. If such numbers are right, have the data element take them in DHIS2.',
  }),
  'value/not-yes-no': row<{ valueType: string } & Instead>({
    whoOf: whoWrites,
    who: 'analyst',
    message: ({ valueType }) =>
      `Yes or no is needed (${valueType}): yes, no, true, false, 1, 0, oui, non, vrai or faux.`,
    hint: (texts, args) =>
      orWrite(texts, args, 'For other words use $yesNo(column, "word for yes", "word for no").', 'if it means yes'),
  }),
  'value/not-a-date': row<{ valueType: string }>({
    who: 'source',
    message: ({ valueType }) => `A date is needed (${valueType}).`,
    hint: () => 'Correct the answer in Kobo, or say in its field how it is written.',
  }),
  'value/date-format': row<{ valueType: string } & Instead>({
    whoOf: whoWrites,
    who: 'analyst',
    message: ({ valueType }) => `A date is needed (${valueType}), and how to read this one would be a guess.`,
    hint: (texts, args) =>
      orWrite(
        texts,
        args,
        texts.valueType === 'DATETIME'
          ? `${SAY_HOW}: $dateTime(column, "DD/MM/YYYY HH:mm").`
          : `${SAY_HOW}: $date(column, "DD/MM/YYYY").`,
        IF_SO,
      ),
  }),
  'value/no-such-day': row({
    who: 'source',
    message: () => 'There is no such day in the calendar.',
    hint: () => 'Correct the date in Kobo.',
  }),
  'value/no-time': row<Instead>({
    whoOf: whoWrites,
    who: 'analyst',
    message: () => 'A date with its time is needed (DATETIME), and this is a date alone.',
    hint: (texts, args) =>
      orWrite(
        texts,
        args,
        'Say which time is meant: $dateTime(column & "T00:00").',
        'if the start of the day is meant',
      ),
  }),
  'value/not-a-time': row<Instead>({
    who: 'source',
    message: () => 'A time of day is needed, as 09:05 or 17:30 (TIME).',
    hint: (texts, args) => orWrite(texts, args, `${SAY_HOW}: $time(column).`),
  }),
  'value/time-with-seconds': row<Instead>({
    whoOf: whoWrites,
    who: 'analyst',
    message: () => 'DHIS2 keeps hours and minutes alone (TIME), and this time has seconds.',
    hint: (texts, args) =>
      orWrite(texts, args, 'Cut them off in an expression if that is right: $time(column).', 'if the seconds can go'),
  }),
  'value/not-a-coordinate': row({
    who: 'source',
    message: () => 'A position is needed: a geopoint of Kobo (latitude longitude …), or [longitude,latitude].',
    hint: () => 'Map a question of type geopoint, or correct the answer in Kobo.',
  }),
  'value/coordinate-out-of-range': row({
    who: 'source',
    message: () => 'The position is not on Earth: latitude is -90 to 90, longitude -180 to 180.',
    hint: () => 'Are latitude and longitude in the right order?',
  }),
  'value/wrong-format': row<{ needed: string; valueType: string }>({
    who: 'source',
    message: ({ needed, valueType }) => `${needed.replace(/^./, (c) => c.toUpperCase())} is needed (${valueType}).`,
    hint: () => 'Correct the answer in Kobo, and give its question a constraint there.',
  }),
};
