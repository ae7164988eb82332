/**
 * Recorded exchanges whose events no plan can hold as they are, by the reason: the verdict on them is not compared. Every
 * other one must agree; and each of these must differ, or it does not stand here.
 */
import type { Release } from '../sandbox/recordings.ts';

const OF_ALL: readonly (readonly [reason: string, names: string])[] = [
  [
    'a program rule: only the server knows (validate: server)',
    '821-rule-error 824-rule-mandatory 826-rule-assign-other',
  ],
  ['a program rule, as above', '827-rule-on-complete 830-rule-batch-object 832-rule-update-resend 835-rule-validate'],
  [
    'sent as CREATE or UPDATE alone; ours are CREATE_AND_UPDATE',
    '110-create-existing 110-create-existing-all 111-update-unknown',
  ],
  [
    'a deletion: a UID without an event',
    '114-delete-validate 114-delete 117-delete-again 118-delete-mixed 118-delete-unknown',
  ],
  ['a deletion, as above', '358-expired-delete-old'],
  ['without a UID: ours always have one', '119-no-uid'],
  ['without program or stage: ours name both', '210-program-missing 211-program-and-stage-missing'],
  ['it moves to another program: the UID of ours is of one program', '137-update-program-stage'],
  ['codes in place of UIDs (idScheme): ours are UIDs', '138-id-scheme-code 138-id-scheme-code-error'],
  ['codes in place of UIDs, as above', '241-compulsory-update-left-out-code 306-org-unit-value-scheme-code'],
  [
    'a parameter of the request is at fault, not an event',
    '138-id-scheme-bad 138-id-scheme-empty 148-bad-boolean 148-bad-enum',
  ],
  ['the content type of the request is at fault, not an event', '152-content-type-none 152-content-type-text'],
  ['a validationMode that ours never have', '143-fail-fast 143-skip'],
  ['assignedUser and notes: ours have none', '140-assigned-user-string 140-assigned-user-unknown 338-note-bad-uid'],
  ['a value that is an array or an object: ours are text', '142-json-type-array 142-json-type-object'],
  [
    'dataValues, or an event, that is null: it spoils the whole request',
    '219-data-value-null-entry 220-data-values-null',
  ],
  ['a null, as above', '233-data-values-null-in-batch 234-data-values-null-entry-in-batch 235-event-null-in-batch'],
  ['category options in place of a combo: ours name the combo', '808-combo-option-unknown 812-combo-default-elsewhere'],
  // Where the plan is stricter than DHIS2, so that nothing is guessed or lost.
  ['the same data element twice: releases keep another of the two', '121-duplicate-data-element'],
  ['VISITED, which DHIS2 stores as ACTIVE', '126-status-visited'],
  ['coordinates as text', '131-geometry-malformed'],
  ['a day in a way that DHIS2 reads, and another program otherwise', '315-occurred-short 321-occurred-compact'],
  ['a day, as above', '322-occurred-month 323-occurred-year 324-occurred-number 325-occurred-digits'],
  [
    'a time with an offset, which DHIS2 moves to its zone, and maybe to another day',
    '318-occurred-kobo 319-occurred-zulu',
  ],
];

const SCHEDULED = 'what has not happened is no event of a survey, and is not sent';
const YEAR = 'a year of five digits, which is a slip';
const EMPTY = 'an empty UID: ours always have one';
const STORED = 'a program rule that sees what is stored';

export const EXCEPTIONS: Readonly<Record<Release, ReadonlyMap<string, string>>> = {
  '2.42.5.2': beside(
    ['128-schedule-without-values', SCHEDULED],
    ['225-compulsory-missing-schedule', SCHEDULED],
    ['226-compulsory-missing-skipped', SCHEDULED],
    ['328-occurred-year-5', YEAR],
    ['347-nul-character-validate', 'VALIDATE does not see what the database refuses'],
  ),
  '2.43.1': beside(
    ['347-nul-character-validate', 'VALIDATE does not see what the database refuses'],
    ['120-duplicate-uid-new', 'one new UID twice in a request: each record has its own'],
  ),
  '2.41.9.1': beside(
    ['128-schedule-without-values', SCHEDULED],
    ['225-compulsory-missing-schedule', SCHEDULED],
    ['226-compulsory-missing-skipped', SCHEDULED],
    ['328-occurred-year-5', YEAR],
    ['336-uid-empty', EMPTY],
    ['834-rule-update-stored-values-2', STORED],
  ),
  '2.40.12': beside(
    ['128-schedule-without-values', SCHEDULED],
    ['225-compulsory-missing-schedule', SCHEDULED],
    ['226-compulsory-missing-skipped', SCHEDULED],
    ['328-occurred-year-5', YEAR],
    ['336-uid-empty', EMPTY],
    ['834-rule-update-stored-values-2', STORED],
  ),
};

function beside(...own: readonly (readonly [name: string, reason: string])[]): ReadonlyMap<string, string> {
  const shared = OF_ALL.flatMap(([reason, names]) => names.split(' ').map((name) => [name, reason] as const));
  return new Map([...shared, ...own]);
}
