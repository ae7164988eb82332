import { failure, row } from './code-row.ts';

/** A UID behind its noun; a message about several records has none. */
const of = (uid: string): string => uid && ` ${uid}`;

const ACCEPT = (what: string): string => `If this is right, run again with \`--accept ${what}\`.`;

const NAME_WHAT_STAYS =
  'Name under `source.pair` the columns by which an edited record is known again, or under `source.key` an id that stays.';

const IF_NEW = 'If they are new, and the others really gone, run again with';

const BOTH_WORDS =
  'Look at the differences in the report. To send ours, set reconcile.adopt to update and reconcile.editedInDhis2 to overwrite, for one run; to leave theirs, set both to keep.';

export const RUN_CODES = {
  'index/not-json': failure<{ location: string; reason: string; line: string }>({
    exitCode: 3,
    message: ({ location, reason, line }) =>
      `The index (${location}) is not valid JSON${reason && `: line ${line}, ${reason}`}.`,
    hint: () => 'Put back the last good copy: each run keeps one of before and one of after among its artifacts.',
  }),
  'index/key-twice': failure<{ location: string; key: string; first: string; line: string }>({
    exitCode: 3,
    message: ({ location, key, first, line }) =>
      `In the index (${location}), the key ${key} stands twice in one object, on lines ${first} and ${line}.`,
    hint: () =>
      'Each tool would take another of the two. See in DHIS2 which is right, and take the other out; or put back the last good copy.',
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
      `In the index (${location}), the entry ${key} has "${uid}" as DHIS2 UID, which is none.`,
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
  'index/two-entries': row<{ keys: string }>({
    message: ({ keys }) => `Two live entries of the index know this record${keys && `: ${keys}`}.`,
    hint: () => 'It has two events in DHIS2. Delete one there, and set deleted_dhis2 of its entry.',
  }),
  'index/uid-taken': row<{ uid: string; owner: string }>({
    message: ({ uid, owner }) =>
      `The UID${of(uid)} that this record would get belongs to ${owner ? `the entry ${owner}` : 'another entry'}.`,
    hint: () => 'That entry has lost its ids. Put the key of this record among the ids of that entry.',
  }),
  'index/changed': row({
    message: () => 'The record has changed since it was sent; the spec says to report it.',
    hint: () => 'Set reconcile.changed to update to have it sent.',
  }),
  'index/differs-from-dhis2': row<{ targets: string }>({
    message: ({ targets }) =>
      `The event, sent by an earlier tool, differs from what would be sent now${targets && `: ${targets}`}.`,
    hint: () =>
      'Look at the differences in the report, then set reconcile.adopt to update (send ours) or keep (leave theirs).',
  }),
  'index/edited-in-dhis2': row<{ targets: string }>({
    message: ({ targets }) =>
      `The record has changed, but so has its event in DHIS2 since it was sent${targets && `: ${targets}`}.`,
    hint: () => 'Settle it in DHIS2 or Kobo, or set reconcile.editedInDhis2 to overwrite or keep.',
  }),
  'index/differs-from-index': row<{ targets: string }>({
    message: ({ targets }) =>
      `Somebody else has changed the entry of this record, or the index is one of an earlier day; and its event differs from what would be sent now${targets && `: ${targets}`}.`,
    hint: () => BOTH_WORDS,
  }),
  'index/strange-values': row<{ targets: string }>({
    message: ({ targets }) =>
      `Questions that have come into the mapping have answers in DHIS2 that no run of ours has sent${targets && `: ${targets}`}.`,
    hint: () => BOTH_WORDS,
  }),
  'index/still-in-dhis2': row<{ uid: string }>({
    message: ({ uid }) => `The index says that a person removed the event${of(uid)}, and it lives in DHIS2.`,
    hint: () => 'Delete it there, or set deleted_dhis2 of its entry to false.',
  }),
  'index/maybe-lost': row({
    message: () =>
      'The index has lost entries since the last run, and this new record may be an edit of one of theirs.',
    hint: () =>
      'Put back the last good copy of the index. If what is lost is not in DHIS2, run again with `--accept lost`.',
  }),
  'index/deleted-in-dhis2': row<{ uid: string }>({
    message: ({ uid }) => `The event${of(uid)} was deleted in DHIS2, while its record is still in the source.`,
    hint: () => 'Delete the record in Kobo too, or set reconcile.deletedInDhis2 to recreate.',
  }),
  'index/not-in-dhis2': row<{ uid: string }>({
    message: ({ uid }) => `The index says that the event${of(uid)} was sent, and this DHIS2 has never had it.`,
    hint: () => 'Is it the right server? If so, set reconcile.deletedInDhis2 to recreate.',
  }),
  'index/returned-after-removal': row<{ uid: string }>({
    message: ({ uid }) => `The record is back in the source, but its event${of(uid)} was removed in DHIS2.`,
    hint: () => 'Delete the record in Kobo, or set reconcile.deletedInDhis2 to recreate.',
  }),
  'index/excluded-after-sending': row<{ uid: string }>({
    message: ({ uid }) => `The record is left out by \`where\` now, but its event${of(uid)} is in DHIS2.`,
    hint: () => 'Delete the event in DHIS2 and set deleted_dhis2 of its entry, or correct the record in Kobo.',
  }),
  'index/ambiguous-pair': row<{ keys: string }>({
    message: ({ keys }) =>
      `This record may be an edit of one that is gone${keys && `: ${keys}`}. More than one pair is possible.`,
    hint: () => 'Export meta/rootUuid or _id from Kobo: they survive an edit. Or settle it in Kobo.',
  }),
  'index/maybe-known': row<{ keys: string }>({
    message: ({ keys }) =>
      `This record has a new id, and the place and time of one that is gone${keys && `: ${keys}`}. It may be the same one, and would get a second event.`,
    hint: () => `${NAME_WHAT_STAYS} ${IF_NEW} \`--accept ids=1\`.`,
  }),
  'index/missing': row<{ since: string; uid: string }>({
    message: ({ since, uid }) =>
      `The record is gone from the source${since && ` since ${since}`}; its event${of(uid)} is still in DHIS2.`,
    hint: () => 'If it was deleted on purpose, delete the event in DHIS2 and set deleted_dhis2 of its entry to true.',
  }),
  'guard/no-index': failure<{ location: string }>({
    exitCode: 4,
    message: ({ location }) => `There is no index (${location}).`,
    hint: () => `Without it every record is new. ${ACCEPT('new-index')}`,
  }),
  'guard/other-owner': failure<{ location: string; what: string; theirs: string; ours: string }>({
    exitCode: 4,
    message: ({ location, what, theirs, ours }) =>
      `The index (${location}) belongs to another ${what}: ${theirs}, not ${ours}.`,
    hint: () => 'Give this pipeline an index of its own, or correct the connection.',
  }),
  'guard/other-server': failure<{ location: string; theirs: string; ours: string }>({
    exitCode: 4,
    message: ({ location, theirs, ours }) => `The index (${location}) was kept for ${theirs}, and this is ${ours}.`,
    hint: () =>
      `Correct the connection, or give this pipeline an index of its own. If it is the same DHIS2 in another place, \`--accept server\` asks it about every record before anything is sent.`,
  }),
  'guard/index-shrunk': failure<{ location: string; entries: string; before: string }>({
    exitCode: 4,
    message: ({ location, entries, before }) =>
      `The index (${location}) has ${entries} entries; after the last run it had ${before}.`,
    hint: () => `Put back the last good copy. ${ACCEPT('new-index')}`,
  }),
  'guard/source-empty': failure<{ location: string; live: string }>({
    exitCode: 4,
    message: ({ location, live }) => `The source (${location}) has no rows, while ${live} events are in DHIS2.`,
    hint: () => `See why the export is empty. ${ACCEPT('empty-source')}`,
  }),
  'guard/header-changed': failure<{ location: string; columns: string }>({
    exitCode: 4,
    message: ({ location, columns }) => `The source (${location}) has lost columns since the last run: ${columns}.`,
    hint: () => `See whether questions were renamed in Kobo. ${ACCEPT('header')}`,
  }),
  'guard/ids-changed': failure<{ count: string; rows: string }>({
    exitCode: 4,
    message: ({ count, rows }) =>
      `${count} new records have the place and time of as many that are gone (rows ${rows}): they may be the same ones under new ids, and would get second events.`,
    hint: ({ count }) => `${NAME_WHAT_STAYS} ${IF_NEW} \`--accept ids=${count}\`.`,
  }),
  'guard/too-many': failure<{ count: string; what: string; limit: string; live: string }>({
    exitCode: 4,
    message: ({ count, what, limit, live }) =>
      `${count} records would be ${what}; the limit is ${limit} of ${live} live events.`,
    hint: ({ what, count }) => `See why. ${ACCEPT(`${what}=${count}`)}`,
  }),
  'guard/two-senders': failure<{ keys: string; location: string }>({
    exitCode: 4,
    message: ({ keys, location }) =>
      `Somebody else gave UIDs of their own to records of this run (${keys}) in the index (${location}).`,
    hint: () =>
      'Two tools are sending the same records. Stop the other one, then run again; look for doubled events of these records in DHIS2.',
  }),
  'guard/plan-stale': failure<{ reason: string }>({
    exitCode: 4,
    message: ({ reason }) => `The plan cannot be applied: ${reason}.`,
    hint: () => 'Make a new plan.',
  }),
  'run/locked': failure<{ by: string; since: string; file: string; isAhead?: boolean }>({
    exitCode: 5,
    message: ({ by, since }) => `Another run holds the lock${by && ` (${by}${since && `, since ${since}`})`}.`,
    hint: ({ file }, { isAhead }) => {
      const agesBy = file ? 'after five minutes of silence' : 'within a minute';
      const ages =
        isAhead === true
          ? 'It is dated in the future, by a clock that was wrong, so it does not go by itself'
          : `The lock of a run that is gone goes by itself ${agesBy}`;
      return `Wait until it has ended. ${ages}; \`etl unlock SPEC\` shows who holds it, and removes it.`;
    },
  }),
  'run/lock-lost': failure<{ location: string }>({
    exitCode: 5,
    message: ({ location }) =>
      `The lock beside the index (${location}) was lost while the run was at work: the storage was out of reach for too long.`,
    hint: () => 'Run again when no other run is at work; nothing is sent twice.',
  }),
  'run/bad-accept': failure<{ given: string }>({
    exitCode: 2,
    message: ({ given }) => `--accept ${given} is nothing that can be accepted.`,
    hint: () => 'It takes new-index, empty-source, header, server, lost, created=N, changed=N, missing=N or ids=N.',
  }),
  'run/no-plan': failure<{ path: string; reason: string }>({
    exitCode: 2,
    message: ({ path, reason }) => `${path} is not a plan: ${reason}.`,
    hint: () => 'Write one with `etl plan SPEC --out FILE`.',
  }),
  'run/stale-source': failure<{ location: string; modified: string }>({
    exitCode: 3,
    message: ({ location, modified }) =>
      `The source (${location}) was last written ${modified}, longer ago than maxAge allows.`,
    hint: () => 'See whether the export still runs.',
  }),
  'artifacts/not-writable': failure<{ folder: string; reason: string }>({
    exitCode: 3,
    message: ({ folder, reason }) => `The folder of the artifacts, ${folder}, cannot be written: ${reason}.`,
    hint: () => 'Give this user the right to write there, or name another under `artifacts.folder`.',
  }),
  'run/no-verdicts': failure<{ batches: string }>({
    exitCode: 3,
    message: ({ batches }) => `DHIS2 gave no verdict on ${batches} batches in a row.`,
    hint: () =>
      'All that is known is saved. See what DHIS2, or the proxy before it, makes of imports; the next run goes on, and nothing is sent twice.',
  }),
  'run/no-progress': failure<{ minutes: string }>({
    exitCode: 3,
    message: ({ minutes }) => `Nothing has gone forward with DHIS2 for ${minutes} minutes.`,
    hint: () =>
      'All that is known is saved, and the next run goes on. How long a run tries is giveUpAfter of the sink.',
  }),
  'run/no-answer': row<{ reason: string }>({
    message: ({ reason }) => `DHIS2 gave no verdict on this record: ${reason}.`,
    hint: () => 'The next run asks again; nothing is sent twice.',
  }),
};
