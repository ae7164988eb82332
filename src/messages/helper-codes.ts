/** Values that a helper cannot make sense of. */
import { row } from './code-row.ts';
import { orWrite, whoWrites, type Instead } from './rewrite-words.ts';

const IF_SO = 'if that is how it is written there';
const WRITE_ISO = 'Correct it in Kobo, or say in the spec how it is written: $date(COLUMN, "DD/MM/YYYY").';

export const HELPER_CODES = {
  'function/wrong-type': row<{ name: string; wanted: string; given: string }>({
    who: 'analyst',
    message: ({ name, wanted, given }) => `$${name} takes ${wanted}, not ${given}.`,
    hint: () => 'Take one value out of a list with [0], or go through it with $map.',
    explain: {
      meaning:
        'What an expression comes to may depend on the record. Where a helper meets a kind of value that it cannot take, the record is rejected.',
      wrong: '=$date(visit != "" ? $split(visits, " ") : visit)',
      right: '=$date(visit != "" ? $split(visits, " ")[0] : visit)',
    },
  }),
  'function/bad-format': row<{ format: string }>({
    who: 'analyst',
    message: ({ format }) => `"${format}" is no date format.`,
    hint: () => 'A format is made of YYYY, MM, DD, HH, mm and ss, as in "DD/MM/YYYY".',
    explain: {
      meaning:
        'YYYY MM DD (or M D), HH (or H) mm ss, each once, and whatever stands between them. Other letters mean nothing. A date needs year, month and day, a time hours and minutes too: none is made up.',
      wrong: '=$date(visit, date_format)       # date_format is dd/mm/yy',
      right: '=$date(visit, "DD/MM/YYYY")',
    },
  }),
  'function/bad-offset': row<{ offset: string }>({
    who: 'analyst',
    message: ({ offset }) => `"${offset}" is neither an offset nor a time zone.`,
    hint: () => 'Write "Z", "+03:00" or a zone such as "Africa/Nairobi".',
    explain: {
      meaning: 'The offset says where the clock stood that showed this time.',
      wrong: '=$dateTime(t, "DD/MM/YYYY HH:mm", zone)   # zone is EAT',
      right: '=$dateTime(t, "DD/MM/YYYY HH:mm", "+03:00")',
    },
  }),
  'function/no-such-hour': row<{ zone: string }>({
    who: 'source',
    message: ({ zone }) => `In ${zone} the clock never showed this time: it was put forward.`,
    hint: () => 'Correct the answer in Kobo.',
    explain: {
      meaning: 'When summer time begins an hour is left out; a time within it does not exist.',
      wrong: '=$dateTime(t, "DD/MM/YYYY HH:mm", "Europe/Madrid")   # t is 30/03/2025 02:30',
      right: '=$dateTime(t, "DD/MM/YYYY HH:mm", "Europe/Madrid")   # t is 30/03/2025 03:30',
    },
  }),
  'function/hour-twice': row<{ zone: string; first: string; second: string }>({
    who: 'analyst',
    message: ({ zone }) => `In ${zone} the clock showed this time twice: it was put back.`,
    hint: ({ first, second }) =>
      `Give the offset itself, "${first}" (before) or "${second}" (after), or correct it in Kobo.`,
    explain: {
      meaning: 'When summer time ends an hour comes twice; which of the two is meant would be a guess.',
      wrong: '=$dateTime(t, "ISO", "Europe/Madrid")   # t is 2025-10-26 02:30',
      right: '=$dateTime(t, "ISO", "+02:00")          # while it was still summer time',
    },
  }),
  'function/line-feed': row({
    who: 'analyst',
    message: () => 'A part of a UID has a line feed in it, and would count as two parts.',
    hint: () => 'Give the parts one by one: $uid(a, b). Or put the text into one line: $replace(COLUMN, /\\n/, " ").',
    explain: {
      meaning: '$uid joins its texts by line feeds. With one inside a text, different records could get one UID.',
      wrong: '=$uid("visit", first & "\\n" & code)',
      right: '=$uid("visit", first, code)',
    },
  }),
  'function/not-a-date': row<Instead>({
    whoOf: whoWrites,
    who: 'source',
    message: () => 'This is not a date that exists, written yyyy-MM-dd.',
    hint: (texts, args) => orWrite(texts, args, WRITE_ISO, IF_SO),
    explain: {
      meaning: '14/03/2025 could be read in two ways, and 30 February is no day: neither is guessed at.',
      wrong: '=$date(visit)                    # visit is 14/03/2025',
      right: '=$date(visit, "DD/MM/YYYY")',
    },
  }),
  'function/not-in-format': row<{ format: string } & Instead>({
    whoOf: whoWrites,
    who: 'source',
    message: ({ format }) => `This is not a date that exists, written ${format}.`,
    hint: (texts, args) => orWrite(texts, args, 'Correct the answer in Kobo, or the format in the spec.', IF_SO),
    explain: {
      meaning: 'The text must have the format exactly, and be a day of the calendar.',
      wrong: '=$date(visit, "DD/MM/YYYY")      # visit is 3/14/2025',
      right: '=$date(visit, "M/D/YYYY")',
    },
  }),
  'function/two-readings': row({
    who: 'source',
    message: () => 'This can be read in more than one way, and which one is meant would be a guess.',
    hint: () => 'Correct the answer in Kobo, so that it can be read in one way only.',
    explain: {
      meaning:
        'Of several formats, or separators, the one that fits is taken. 03/04/2025 fits DD/MM and MM/DD, and 1,200 may be 1.2 or 1200.',
      wrong: '=$decimal(weight, [",", "."])    # weight is 1,200',
      right: '=$decimal(weight, ",")           # in this column the comma is always that of decimals',
    },
  }),
  'function/not-a-date-time': row<Instead>({
    whoOf: whoWrites,
    who: 'source',
    message: () => 'This is not a date and time that exist, written yyyy-MM-ddTHH:mm:ss.',
    hint: (texts, args) =>
      orWrite(
        texts,
        args,
        WRITE_ISO.replace('$date(COLUMN, "DD/MM/YYYY")', '$dateTime(COLUMN, "DD/MM/YYYY HH:mm")'),
        IF_SO,
      ),
    explain: {
      meaning: 'A day alone has no time; $dateTime does not make one up.',
      wrong: '=$dateTime(visit)                # visit is 2025-03-14',
      right: '=$date(visit)',
    },
  }),
  'function/not-a-time': row({
    who: 'source',
    message: () => 'This is not a time of day, written HH:mm.',
    hint: () => 'Correct the answer in Kobo.',
    explain: {
      meaning: 'Hours 0 to 23, minutes 0 to 59.',
      wrong: '=$time(start)                    # start is 24:00',
      right: '=$time(start)                    # start is 00:00',
    },
  }),
  'function/not-whole': row<Instead>({
    whoOf: whoWrites,
    who: 'source',
    message: () => 'This is not a whole number.',
    hint: (texts, args) =>
      orWrite(texts, args, 'Correct the answer in Kobo, or use $decimal.', 'if such a number is right'),
    explain: {
      meaning: '$int takes 3 and 3.0. 3.5 would lose something, and 1,200 could be two numbers.',
      wrong: '=$int(weight)                    # weight is 3.5',
      right: '=$decimal(weight)',
    },
  }),
  'function/too-large': row({
    who: 'analyst',
    message: () => 'This number has too many digits to be kept exactly.',
    hint: () => 'Keep it as text: an identifier is no number.',
    explain: {
      meaning: 'A number holds about 15 digits. A longer one would come out as its neighbour.',
      wrong: '=$int(national_id)               # national_id is 12345678901234567',
      right: '=$trim(national_id)',
    },
  }),
  'function/not-a-number': row<{ separator: string } & Instead>({
    whoOf: whoWrites,
    who: 'source',
    message: ({ separator }) => `This is not a number with "${separator}" as decimal separator.`,
    hint: (texts, args) =>
      orWrite(texts, args, 'Correct the answer in Kobo, or name the separator: $decimal(COLUMN, ",").', IF_SO),
    explain: {
      meaning: '2,5 is a number only where the field says that the comma is its decimal separator.',
      wrong: '=$decimal(weight)                # weight is 2,5',
      right: '=$decimal(weight, ",")',
    },
  }),
  'function/not-yes-or-no': row<Instead>({
    whoOf: whoWrites,
    who: 'analyst',
    message: () => 'This is neither yes nor no.',
    hint: (texts, args) => orWrite(texts, args, 'Name your words: $yesNo(COLUMN, "si", "no").', 'if it means yes'),
    explain: {
      meaning: 'Known are yes/no, true/false, 1/0, oui/non, vrai/faux, in any case.',
      wrong: '=$yesNo(consent)                 # consent is si',
      right: '=$yesNo(consent, "si", "no")',
    },
  }),
  'function/unknown-validation': row<{ value: string }>({
    who: 'analyst',
    message: ({ value }) => `"${value}" is no validation status of Kobo that is known.`,
    hint: () =>
      'Look at the cell: Kobo writes validation_status_approved, …_not_approved or …_on_hold, or their labels. For a word of your own compare the column itself: COLUMN = "word".',
    valueIsPublic: true,
    explain: {
      meaning:
        'Which submissions a reviewer has refused must not be guessed: a word that is in none of the forms in which Kobo exports the status rejects the record.',
      wrong: 'where: =$validation(`_validation_status`) != "not_approved"   # _validation_status is Refused',
      right: 'where: =`_validation_status` != "Refused"',
    },
  }),
  'function/not-a-point': row({
    who: 'source',
    message: () => 'This is not a geopoint of Kobo: latitude, longitude, altitude and accuracy with blanks between.',
    hint: () => 'Correct the answer in Kobo.',
    explain: {
      meaning: 'The latitude is between -90 and 90, the longitude between -180 and 180.',
      wrong: 'geometry: =$geoPoint(gps)        # gps is 36.8, -1.28',
      right: 'geometry: =$geoPoint(gps)        # gps is -1.28 36.8 1790 5',
    },
  }),
  'function/born-later': row<{ on: string }>({
    who: 'source',
    message: ({ on }) => `The birth is after ${on}: there is no age.`,
    hint: () => 'Correct one of the two dates in Kobo.',
    explain: {
      meaning: '$age counts full years from the first date to the second.',
      wrong: '=$age(visit, birth)',
      right: '=$age(birth, visit)',
    },
  }),
  'function/unknown-unit': row<{ unit: string }>({
    who: 'analyst',
    message: ({ unit }) => `$age counts no "${unit}".`,
    hint: () => 'It counts "years", "months", "weeks" or "days".',
    explain: {
      meaning: 'Without a unit it counts years.',
      wrong: '=$age(birth, visit, unit)        # unit is hours',
      right: '=$age(birth, visit, "days")',
    },
  }),
  'function/unknown-period': row<{ type: string }>({
    who: 'analyst',
    message: ({ type }) => `"${type}" is no type of period.`,
    hint: () =>
      'Types are Daily, Weekly, WeeklyWednesday (Thursday, Saturday, Sunday), BiWeekly, Monthly, BiMonthly, Quarterly, QuarterlyNov, SixMonthly, SixMonthlyApril, SixMonthlyNov, Yearly, FinancialApril, FinancialJuly, FinancialSep, FinancialOct and FinancialNov.',
    explain: {
      meaning: 'The names are those of DHIS2, with a capital.',
      wrong: '=$period(visit, period)          # period is month',
      right: '=$period(visit, "Monthly")',
    },
  }),
  'function/no-such-year': row({
    who: 'analyst',
    message: () => 'From this day it leads out of the years 1 to 9999.',
    hint: () => 'Look at the number: days and months are counted, not milliseconds.',
    explain: {
      meaning: 'A day that is calculated has to be one that DHIS2 can have.',
      wrong: '=$addDays(visit, $int(days))     # days is 86400000',
      right: '=$addDays(visit, $int(days))     # days is 1',
    },
  }),
  'function/one-offset': row<{ other: string }>({
    who: 'analyst',
    message: ({ other }) => `Of this and ${other} only one says where its clock stood.`,
    hint: () => 'Say in the expression where the other clock stood.',
    explain: {
      meaning:
        'Between two times lie so many minutes only where both clocks stood in one place, or are known not to have.',
      wrong: '=$minutesBetween(start, told)     # told is 2025-03-14T10:20',
      right: '=$minutesBetween(start, $dateTime(told, "ISO", "+03:00"))',
    },
  }),
  'function/unknown-stretch': row<{ name: string; stretch: string }>({
    who: 'analyst',
    message: ({ name, stretch }) => `$${name} knows no "${stretch}".`,
    hint: () => 'It knows "week", "month", "quarter" and "year".',
    explain: {
      meaning: 'Weeks are those of ISO: from Monday to Sunday.',
      wrong: '=$endOf(visit, stretch)          # stretch is fortnight',
      right: '=$endOf(visit, "week")',
    },
  }),
};
