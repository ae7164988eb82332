/** What is wrong with the index, or with what it says of one record. */
import { failure, row } from './code-row.ts';

/** A UID behind its noun; a message about several records has none. */
const of = (uid: string): string => uid && ` ${uid}`;

/** What a record fills: an event, where nothing else is said. */
const thing = (what: string): string => what || 'event';

const NAME_WHAT_STAYS =
  'Name under `source.pair` the columns by which an edited record is known again, or under `source.key` an id that stays.';

const IF_NEW = 'If they are new, and the others really gone, run again with';

const BOTH_WORDS =
  'Look at the differences in the report. To send ours, set reconcile.adopt to update and reconcile.editedInDhis2 to overwrite, for one run; to leave theirs, set both to keep.';

export const INDEX_CODES = {
  'index/not-json': failure<{ location: string; reason?: string; line?: number }>({
    exitCode: 3,
    message: ({ location, reason, line }) =>
      `The index (${location}) is not valid JSON${reason && `: line ${line}, ${reason}`}.`,
    hint: () => 'Put back the last good copy: each run keeps one of before and one of after among its artifacts.',
  }),
  'index/other-layout': failure<{ location: string; mib: number; after?: string }>({
    exitCode: 3,
    message: ({ location, mib, after }) =>
      `The index (${location}) has ${mib} MiB, and is not laid out as runs write it${after === undefined ? '' : `: all is well up to the entry ${after}`}. An index of that size can be read only as runs write it.`,
    hint: () =>
      'Put back the last good copy, or write it as Python does with sort_keys, indent 4 and ensure_ascii off; `etl index move` takes it to a database, which has no such limit.',
  }),
  'index/too-large': failure<{ location: string }>({
    exitCode: 3,
    message: ({ location }) => `The index (${location}) has more than 3.7 GiB, too much for an index in JSON.`,
    hint: () =>
      'Put back the last good copy, and move it to a database with `etl index move`, which has no such limit.',
  }),
  'index/key-twice': failure<{ location: string; key: string; first: number; line: number }>({
    exitCode: 3,
    message: ({ location, key, first, line }) =>
      `In the index (${location}), the key ${key} stands twice in one object, on lines ${first} and ${line}.`,
    hint: () =>
      'Which of the two counts depends on the tool that reads them. See in DHIS2 which is right, and take the other out; or put back the last good copy.',
  }),
  'index/not-an-object': failure<{ location: string }>({
    exitCode: 3,
    message: ({ location }) => `The index (${location}) is not a JSON object of entries.`,
    hint: () => 'Put back the last good copy; a new index is {}.',
  }),
  'index/bad-entry': failure<{ location: string; field: string; key: string; expected: string }>({
    exitCode: 3,
    message: ({ location, field, key, expected }) =>
      `In the index (${location}), "${field}" of the entry ${key} is not ${expected}.`,
    hint: () => 'Correct the entry by hand, or put back the last good copy.',
  }),
  'index/bad-uid': failure<{ location: string; key: string; uid: string }>({
    exitCode: 3,
    message: ({ location, key, uid }) =>
      `In the index (${location}), the entry ${key} has "${uid}" as its DHIS2 UID, and that is not a UID.`,
    hint: () =>
      'A UID is a letter and ten letters or digits. Put back the UID of the event that the record has in DHIS2.',
  }),
  'index/uid-twice': failure<{ location: string; key: string; other: string; uid: string }>({
    exitCode: 3,
    message: ({ location, key, other, uid }) =>
      `In the index (${location}), the entries ${key} and ${other} have the same UID ${uid}.`,
    hint: () => 'One event belongs to one record: take the wrong entry out.',
  }),
  'index/busy': failure<{ location: string }>({
    exitCode: 3,
    message: ({ location }) => `The index (${location}) was changed by somebody else each time it was to be saved.`,
    hint: () => 'See that no other tool writes it at this time, and run again: nothing is sent twice.',
  }),
  'index/bad-sidecar': failure<{ location: string; reason: string }>({
    exitCode: 3,
    message: ({ location, reason }) =>
      `${location}, which says whose the index is, cannot be read${reason && `: ${reason}`}.`,
    hint: () => 'Put back a good copy, or remove it if this index was never used by another pipeline.',
  }),
  'index/not-a-database': failure<{ location: string }>({
    exitCode: 3,
    message: ({ location }) => `The index (${location}) is not an SQLite database.`,
    hint: () =>
      'Put back the last good copy: each run keeps one of before and one of after among its artifacts. An index in a JSON file is of `kind: json`.',
  }),
  'index/foreign-database': failure<{ location: string }>({
    exitCode: 3,
    message: ({ location }) => `The index (${location}) is an SQLite database of another program.`,
    hint: () => 'Name under `index.path` a file of its own.',
  }),
  'index/newer-database': failure<{ location: string; format: number; known: number }>({
    exitCode: 3,
    message: ({ location, format, known }) =>
      `The index (${location}) was written by a later release of etl: it has format ${format}, and this one knows ${known}.`,
    hint: () => 'Install that release here too.',
  }),
  'index/broken-database': failure<{ location: string; reason: string }>({
    exitCode: 3,
    message: ({ location, reason }) => `The index (${location}) is a damaged SQLite database: ${reason}.`,
    hint: () =>
      'Put back the last good copy: each run keeps one of before and one of after among its artifacts. What it does not know is then asked of DHIS2.',
  }),
  'index/database-failed': failure<{ location: string; doing: string; reason: string }>({
    exitCode: 3,
    message: ({ location, doing, reason }) => `SQLite could not ${doing} the index (${location}): ${reason}.`,
    hint: () => 'Look at the disk and the folder of the index, and run again: nothing is sent twice.',
  }),
  'index/in-use': failure<{ location: string }>({
    exitCode: 3,
    message: ({ location }) => `Another program has the index (${location}) open, and did not let go of it in time.`,
    hint: () => 'Close what has the database open (an SQL client, a backup), and run again: nothing is sent twice.',
  }),
  'index/replaced': failure<{ location: string }>({
    exitCode: 3,
    message: ({ location }) => `The index (${location}) was replaced by another file while the run was at work.`,
    hint: () => 'Run again: what the index does not know is asked of DHIS2 before anything is sent.',
  }),
  'index/nothing-to-move': failure<{ location: string }>({
    exitCode: 3,
    message: ({ location }) => `There is no index to move (${location}).`,
    hint: () => 'See that the spec names the index that there is.',
  }),
  'index/moved-to-itself': failure<{ location: string }>({
    exitCode: 2,
    message: ({ location }) => `The index (${location}) cannot be moved onto itself.`,
    hint: () => 'Name another file, or another kind, with `--to`.',
  }),
  'index/moved-before': failure<{ location: string; to: string }>({
    exitCode: 4,
    message: ({ location, to }) => `The index (${location}) was moved already, to ${to}.`,
    hint: () => 'Name that one under `index` in the spec, and move it from there.',
  }),
  'index/move-onto': failure<{ location: string }>({
    exitCode: 4,
    message: ({ location }) => `There is an index already where this one is to go (${location}).`,
    hint: () => 'If it may be lost, run again with `--overwrite`.',
  }),
  'index/move-losses': failure<{ location: string; lost: number }>({
    exitCode: 4,
    message: ({ location, lost }) =>
      `The index (${location}) has lost ${lost} entries, and nobody knows any more which they were.`,
    hint: () => 'Put back the last good copy, or accept it with `etl run … --accept lost`; then move it.',
  }),
  'index/move-where': failure<{ to: string; kinds: readonly string[]; endings: readonly string[] }>({
    exitCode: 2,
    message: ({ to }) => `${to} tells no kind of index.`,
    hint: ({ kinds, endings }) => `Name a kind (${kinds}), or a file that ends in ${endings}.`,
  }),
  'index/move-connection': failure<{ kind: string; connection: string; names: readonly string[] }>({
    exitCode: 2,
    message: ({ kind, connection }) => `An index of kind ${kind} cannot be in the connection "${connection}".`,
    hint: ({ names }) =>
      `Name a file of this machine with \`--to\`${names && `, or one of these connections with \`--connection\`: ${names}`}.`,
  }),
  'index/two-entries': row<{ keys: readonly string[] }>({
    who: 'analyst',
    message: ({ keys }) => `Two live entries of the index know this record${keys && `: ${keys}`}.`,
    hint: () => 'It has two events in DHIS2. Delete one there, and set deleted_dhis2 of its entry.',
  }),
  'index/uid-taken': row<{ uid: string; owner: string }>({
    who: 'analyst',
    message: ({ uid, owner }) =>
      `The UID${of(uid)} that this record would get belongs to ${owner ? `the entry ${owner}` : 'another entry'}.`,
    hint: () => 'That entry has lost its ids. Put the key of this record among the ids of that entry.',
  }),
  'index/place-taken': row<{ place: string; owner: string; isGone?: boolean }>({
    who: 'source',
    message: ({ place, owner }, { isGone }) =>
      `The record fills the form${of(place)}, and so does ${owner ? `record ${owner}` : 'another record'}, which was there before${isGone ? ' and is gone from the source' : ''}.`,
    hint: (_, { isGone }) =>
      isGone
        ? 'If this record replaces it, delete the values of that form in DHIS2, and take the entry of that record out of the index.'
        : 'A form is filled by one record: correct or delete one of them in the source, or make one record of several rows with `source.group`.',
  }),
  'index/same-place': row<{
    place: string;
    rows: readonly string[];
    keys: readonly string[];
    targets?: readonly string[];
  }>({
    who: 'source',
    message: ({ place, rows, keys, targets }) =>
      `More than one record fills the form${of(place)}: rows ${rows}${keys && ` (${keys})`}${targets && `; both would write ${targets}`}.`,
    hint: () =>
      'A form is filled by one record: correct or delete the others in the source, or make one record of several rows with `source.group`.',
  }),
  'index/edited-where-it-was': row<{ place: string; targets?: readonly string[] }>({
    who: 'analyst',
    message: ({ place, targets }) =>
      `The record fills another form now, and in the form${of(place)}, which it filled before, somebody has changed what was sent${targets && `: ${targets}`}.`,
    hint: () =>
      'Settle it in DHIS2, or set reconcile.editedInDhis2 to overwrite (what stands there is deleted) or keep (it stays there).',
  }),
  'index/left-where-it-was': row<{ place: string }>({
    who: 'analyst',
    message: ({ place }) =>
      `The record fills another form now; what was sent for it before is still in the form${of(place)}.`,
    hint: () => 'Delete it in DHIS2 if it is not wanted there.',
  }),
  'index/changed': row({
    who: 'analyst',
    message: () => 'The record has changed since it was sent; the spec says to report it.',
    hint: () => 'Set reconcile.changed to update to have it sent.',
  }),
  'index/differs-from-dhis2': row<{ what?: string; targets?: readonly string[] }>({
    who: 'analyst',
    message: ({ what, targets }) =>
      what
        ? `The ${what} has values in DHIS2 of which the index knows nothing, and they differ from what would be sent now${targets && `: ${targets}`}.`
        : `The event, sent by an earlier tool, differs from what would be sent now${targets && `: ${targets}`}.`,
    hint: () =>
      'Look at the differences in the report, then set reconcile.adopt to update (send ours) or keep (leave theirs).',
  }),
  'index/edited-in-dhis2': row<{ what?: string; targets?: readonly string[] }>({
    who: 'analyst',
    message: ({ what, targets }) =>
      `The record has changed, but so has its ${thing(what)} in DHIS2 since it was sent${targets && `: ${targets}`}.`,
    hint: () => 'Settle it in DHIS2 or Kobo, or set reconcile.editedInDhis2 to overwrite or keep.',
  }),
  'index/differs-from-index': row<{ what?: string; targets?: readonly string[] }>({
    who: 'analyst',
    message: ({ what, targets }) =>
      `Somebody else has changed the entry of this record, or the index is one of an earlier day; and its ${thing(what)} differs from what would be sent now${targets && `: ${targets}`}.`,
    hint: () => BOTH_WORDS,
  }),
  'index/strange-values': row<{ what?: string; targets?: readonly string[] }>({
    who: 'analyst',
    message: ({ targets }) =>
      `Questions that have come into the mapping have answers in DHIS2 that no run of ours has sent${targets && `: ${targets}`}.`,
    hint: () => BOTH_WORDS,
  }),
  'index/still-in-dhis2': row<{ what?: string; uid: string }>({
    who: 'analyst',
    message: ({ what, uid }) =>
      `The index says that a person removed the ${thing(what)}${of(uid)}, and it ${what ? 'has values' : 'lives'} in DHIS2.`,
    hint: () => 'Delete it there, or set deleted_dhis2 of its entry to false.',
  }),
  'index/maybe-lost': row({
    who: 'analyst',
    message: () =>
      'The index has lost entries since the last run, and this new record may be an edit of one of theirs.',
    hint: () =>
      'Put back the last good copy of the index. If what is lost is not in DHIS2, run again with `--accept lost`.',
  }),
  'index/deleted-in-dhis2': row<{ what?: string; uid: string }>({
    who: 'source',
    message: ({ what, uid }) =>
      `The ${thing(what)}${of(uid)} was deleted in DHIS2, while its record is still in the source.`,
    hint: () => 'Delete the record in Kobo too, or set reconcile.deletedInDhis2 to recreate.',
  }),
  'index/not-in-dhis2': row<{ uid: string }>({
    who: 'analyst',
    message: ({ uid }) => `The index says that the event${of(uid)} was sent, and this DHIS2 has never had it.`,
    hint: () => 'Is it the right server? If so, set reconcile.deletedInDhis2 to recreate.',
  }),
  'index/returned-after-removal': row<{ what?: string; uid: string }>({
    who: 'analyst',
    message: ({ what, uid }) =>
      `The record is back in the source, but its ${thing(what)}${of(uid)} was removed in DHIS2.`,
    hint: () => 'Delete the record in Kobo, or set reconcile.deletedInDhis2 to recreate.',
  }),
  'index/excluded-after-sending': row<{ what?: string; uid: string }>({
    who: 'analyst',
    message: ({ what, uid }) =>
      `The record is left out by \`where\` now, but its ${thing(what)}${of(uid)} is in DHIS2.`,
    hint: ({ what }) =>
      `Delete ${what ? `the values of the ${what}` : 'the event'} in DHIS2 and set deleted_dhis2 of its entry, or correct the record in Kobo.`,
  }),
  'index/ambiguous-pair': row<{ keys: readonly string[] }>({
    who: 'analyst',
    message: ({ keys }) =>
      `This record may be an edit of one that is gone${keys && `: ${keys}`}. More than one pair is possible.`,
    hint: () => 'Export meta/rootUuid or _id from Kobo: they survive an edit. Or settle it in Kobo.',
  }),
  'index/maybe-known': row<{ what?: string; keys: readonly string[] }>({
    who: 'analyst',
    message: ({ what, keys }) =>
      `This record has a new id, and the place and time of one that is gone${keys && `: ${keys}`}. It may be the same one, and would get a second ${thing(what)}.`,
    hint: () => `${NAME_WHAT_STAYS} ${IF_NEW} \`--accept ids=1\`.`,
  }),
  'index/missing': row<{ what?: string; since: string; uid: string }>({
    who: 'analyst',
    message: ({ what, since, uid }) =>
      `The record is gone from the source${since && ` since ${since}`}; its ${thing(what)}${of(uid)} is still in DHIS2.`,
    hint: ({ what }) =>
      `If it was deleted on purpose, delete ${what ? `the values of the ${what}` : 'the event'} in DHIS2 and set deleted_dhis2 of its entry to true.`,
  }),
  'index/group-missing': row<{ what?: string; since: string; uid: string }>({
    who: 'analyst',
    message: ({ what, since, uid }) =>
      `No row of the source is of this group any more${since && ` since ${since}`}; its ${thing(what)}${of(uid)} is still in DHIS2, with what was counted from them. Rows that are in another group now count twice.`,
    hint: ({ what }) =>
      `If the rows are rightly gone, delete ${what ? `the values of the ${what}` : 'the event'} in DHIS2 and set deleted_dhis2 of its entry to true. If they come back, the group is counted anew.`,
  }),
};
