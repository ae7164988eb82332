/** What is found where the index, or a record that has not changed, is compared with DHIS2. */
import { failure, row } from './code-row.ts';

/** A UID behind its noun; a message about several records has none. */
const of = (uid: string): string => uid && ` ${uid}`;

/** What a record fills: an event, where nothing else is said. */
const thing = (what: string): string => what || 'event';

const NOBODY_LOOKS = 'set reconcile.verify to weekly or always: else no run looks at records that have not changed.';

/** What the spec says: who looks, and what is done then. */
type Policies = { readonly verify: string; readonly policy: string };

/** When a run does what the spec says. */
function whenDone(verify: string): string {
  return verify === 'never'
    ? `For that, ${NOBODY_LOOKS}`
    : `The next run that looks does it (reconcile.verify: ${verify}).`;
}

function hintOfEdit({ policy, verify }: Policies): string {
  if (policy === 'keep') return 'reconcile.editedInDhis2 is keep: it stays as it is there.';
  if (policy === 'overwrite')
    return `reconcile.editedInDhis2 is overwrite: ours is to be sent over it. ${whenDone(verify)}`;
  const choice = 'Put it right there, or in Kobo. Or set reconcile.editedInDhis2 to overwrite (ours is sent) or keep';
  return verify === 'never' ? `${choice}, and ${NOBODY_LOOKS}` : `${choice}.`;
}

function hintOfDeletion({ policy, verify }: Policies): string {
  if (policy === 'recreate') return `reconcile.deletedInDhis2 is recreate: it is to be made anew. ${whenDone(verify)}`;
  const choice = 'Delete its record in Kobo, too. Or set reconcile.deletedInDhis2 to recreate';
  return verify === 'never' ? `${choice}, and ${NOBODY_LOOKS}` : `${choice}.`;
}

const whatIsGone = (what: string, uid: string): string =>
  what
    ? `What was sent for the ${what}${of(uid)} is not in DHIS2 any more`
    : `The event${of(uid)} was deleted in DHIS2`;

export const VERIFY_CODES = {
  'index/edited-since-sent': row<{ what?: string; targets?: readonly string[] }>({
    who: 'analyst',
    message: ({ what, targets }) =>
      `The record has not changed, but somebody has edited its ${thing(what)} in DHIS2 since it was sent${targets && `: ${targets}`}.`,
    hint: () =>
      'Put it right in DHIS2, or in Kobo. To send ours over it, set reconcile.editedInDhis2 to overwrite; to leave theirs, to keep.',
  }),
  'verify/edited': row<{ what?: string; uid: string } & Policies>({
    who: 'analyst',
    message: ({ what, uid }) => `Somebody has edited the ${thing(what)}${of(uid)} in DHIS2 since it was sent.`,
    hint: hintOfEdit,
  }),
  'verify/edited-and-changed': row<{ what?: string; uid: string; policy: string }>({
    who: 'analyst',
    message: ({ what, uid }) =>
      `Somebody has edited the ${thing(what)}${of(uid)} in DHIS2 since it was sent, and its record has changed as well.`,
    hint: ({ policy }) => `The next run looks at it, and does as reconcile.editedInDhis2 says (${policy}).`,
  }),
  'verify/deleted': row<{ what?: string; uid: string } & Policies>({
    who: 'analyst',
    message: ({ what, uid }) => `${whatIsGone(what, uid)}.`,
    hint: hintOfDeletion,
  }),
  'verify/deleted-and-gone': row<{ what?: string; uid: string }>({
    who: 'analyst',
    message: ({ what, uid }) => `${whatIsGone(what, uid)}, and its record is gone from the source.`,
    hint: () => 'If that is as it should be, set deleted_dhis2 of its entry in the index to true.',
  }),
  'verify/never-there': row<{ what?: string; uid: string } & Policies>({
    who: 'analyst',
    message: ({ what, uid }) =>
      `The ${thing(what)}${of(uid)} was sent, and DHIS2 has never had it, or does not show it to this user.`,
    hint: ({ policy, verify }) =>
      `Is it the right server, and may this user see the organisation unit? If so: ${policy === 'recreate' ? whenDone(verify) : `set reconcile.deletedInDhis2 to recreate${verify === 'never' ? `, and ${NOBODY_LOOKS}` : '.'}`}`,
  }),
  'verify/bad-since': failure<{ given: string }>({
    exitCode: 2,
    message: ({ given }) => `--since ${given} is neither a date nor a length of time.`,
    hint: () => 'Write a date, as 2026-03-01 or 2026-03-01T12:00, or how long ago, as 7d or 12h.',
  }),
};
