/** What each value type takes, in plain words; texts take anything. */
const NEEDS: ReadonlyMap<string, string> = new Map([
  ['LETTER', 'one letter'],
  ['NUMBER', 'a number with a point, as 12 or 12.5'],
  ['PERCENTAGE', 'a number from 0 to 100'],
  ['UNIT_INTERVAL', 'a number from 0 to 1'],
  ['INTEGER', 'a whole number, as 12 or -3'],
  ['INTEGER_POSITIVE', 'a whole number from 1 up'],
  ['INTEGER_NEGATIVE', 'a whole number below 0'],
  ['INTEGER_ZERO_OR_POSITIVE', 'a whole number from 0 up'],
  ['BOOLEAN', 'true or false'],
  ['TRUE_ONLY', 'true, or nothing'],
  ['DATE', 'a date, as 2025-03-14'],
  ['AGE', 'a date of birth, as 2025-03-14'],
  ['DATETIME', 'a date with its time, as 2025-03-14T09:05'],
  ['TIME', 'a time of day without seconds, as 09:05'],
  ['COORDINATE', 'a position, as [36.8,-1.28] (longitude, latitude)'],
  ['EMAIL', 'an e-mail address'],
  ['PHONE_NUMBER', 'a phone number of 6 to 50 digits, blanks and + ( ) # . / -'],
  ['URL', 'a web address that starts with http:// or https://'],
  ['USERNAME', 'the name of a DHIS2 user'],
  ['ORGANISATION_UNIT', 'the UID of an organisation unit'],
  ['FILE_RESOURCE', 'the UID of a file that DHIS2 has'],
  ['IMAGE', 'the UID of an image that DHIS2 has'],
]);

export function needOf(valueType: string): string | undefined {
  return NEEDS.get(valueType);
}
