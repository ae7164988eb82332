import type { CodeText } from './code-row.ts';

/** A UID behind its noun; a message about several records has none. */
const of = (uid: string): string => uid && ` ${uid}`;

const ACCEPT = (what: string): string => `If this is right, run again with \`--accept ${what}\`.`;

const NAME_WHAT_STAYS =
  'Name under `source.pair` the columns by which an edited record is known again, or under `source.key` an id that stays.';

const IF_NEW = 'If they are new, and the others really gone, run again with';

const BOTH_WORDS =
  'Look at the differences in the report. To send ours, set reconcile.adopt to update and reconcile.editedInDhis2 to overwrite, for one run; to leave theirs, set both to keep.';

export const RUN_CODES = {
  'index/not-json': {
    message: (a) =>
      `The index (${a('location')}) is not valid JSON${a('reason') && `: line ${a('line')}, ${a('reason')}`}.`,
    hint: () => 'Put back the last good copy: each run keeps one of before and one of after among its artifacts.',
  },
  'index/key-twice': {
    message: (a) =>
      `In the index (${a('location')}), the key ${a('key')} stands twice in one object, on lines ${a('first')} and ${a('line')}.`,
    hint: () =>
      'Each tool would take another of the two. See in DHIS2 which is right, and take the other out; or put back the last good copy.',
  },
  'index/not-an-object': {
    message: (a) => `The index (${a('location')}) is not a JSON object of entries.`,
    hint: () => 'Put back the last good copy; a new index is {}.',
  },
  'index/bad-entry': {
    message: (a) =>
      `In the index (${a('location')}), "${a('field')}" of the entry ${a('key')} is not ${a('expected')}.`,
    hint: () => 'Correct the entry by hand, or put back the last good copy.',
  },
  'index/bad-uid': {
    message: (a) =>
      `In the index (${a('location')}), the entry ${a('key')} has "${a('uid')}" as DHIS2 UID, which is none.`,
    hint: () =>
      'A UID is a letter and ten letters or digits. Put back the UID of the event that the record has in DHIS2.',
  },
  'index/uid-twice': {
    message: (a) =>
      `In the index (${a('location')}), the entries ${a('key')} and ${a('other')} have the same UID ${a('uid')}.`,
    hint: () => 'One event belongs to one record: take the wrong entry out.',
  },
  'index/busy': {
    message: (a) => `The index (${a('location')}) was changed by somebody else each time it was to be saved.`,
    hint: () => 'See that no other tool writes it at this time, and run again: nothing is sent twice.',
  },
  'index/bad-sidecar': {
    message: (a) =>
      `${a('location')}, which says whose the index is, cannot be read${a('reason') && `: ${a('reason')}`}.`,
    hint: () => 'Put back a good copy, or remove it if this index was never used by another pipeline.',
  },
  'index/two-entries': {
    message: (a) => `Two live entries of the index know this record${a('keys') && `: ${a('keys')}`}.`,
    hint: () => 'It has two events in DHIS2. Delete one there, and set deleted_dhis2 of its entry.',
  },
  'index/uid-taken': {
    message: (a) =>
      `The UID${of(a('uid'))} that this record would get belongs to ${a('owner') ? `the entry ${a('owner')}` : 'another entry'}.`,
    hint: () => 'That entry has lost its ids. Put the key of this record among the ids of that entry.',
  },
  'index/changed': {
    message: () => 'The record has changed since it was sent; the spec says to report it.',
    hint: () => 'Set reconcile.changed to update to have it sent.',
  },
  'index/differs-from-dhis2': {
    message: (a) =>
      `The event, sent by an earlier tool, differs from what would be sent now${a('targets') && `: ${a('targets')}`}.`,
    hint: () =>
      'Look at the differences in the report, then set reconcile.adopt to update (send ours) or keep (leave theirs).',
  },
  'index/edited-in-dhis2': {
    message: (a) =>
      `The record has changed, but so has its event in DHIS2 since it was sent${a('targets') && `: ${a('targets')}`}.`,
    hint: () => 'Settle it in DHIS2 or Kobo, or set reconcile.editedInDhis2 to overwrite or keep.',
  },
  'index/differs-from-index': {
    message: (a) =>
      `Somebody else has changed the entry of this record, or the index is one of an earlier day; and its event differs from what would be sent now${a('targets') && `: ${a('targets')}`}.`,
    hint: () => BOTH_WORDS,
  },
  'index/strange-values': {
    message: (a) =>
      `Questions that have come into the mapping have answers in DHIS2 that no run of ours has sent${a('targets') && `: ${a('targets')}`}.`,
    hint: () => BOTH_WORDS,
  },
  'index/still-in-dhis2': {
    message: (a) => `The index says that a person removed the event${of(a('uid'))}, and it lives in DHIS2.`,
    hint: () => 'Delete it there, or set deleted_dhis2 of its entry to false.',
  },
  'index/maybe-lost': {
    message: () =>
      'The index has lost entries since the last run, and this new record may be an edit of one of theirs.',
    hint: () =>
      'Put back the last good copy of the index. If what is lost is not in DHIS2, run again with `--accept lost`.',
  },
  'index/deleted-in-dhis2': {
    message: (a) => `The event${of(a('uid'))} was deleted in DHIS2, while its record is still in the source.`,
    hint: () => 'Delete the record in Kobo too, or set reconcile.deletedInDhis2 to recreate.',
  },
  'index/not-in-dhis2': {
    message: (a) => `The index says that the event${of(a('uid'))} was sent, and this DHIS2 has never had it.`,
    hint: () => 'Is it the right server? If so, set reconcile.deletedInDhis2 to recreate.',
  },
  'index/returned-after-removal': {
    message: (a) => `The record is back in the source, but its event${of(a('uid'))} was removed in DHIS2.`,
    hint: () => 'Delete the record in Kobo, or set reconcile.deletedInDhis2 to recreate.',
  },
  'index/excluded-after-sending': {
    message: (a) => `The record is left out by \`where\` now, but its event${of(a('uid'))} is in DHIS2.`,
    hint: () => 'Delete the event in DHIS2 and set deleted_dhis2 of its entry, or correct the record in Kobo.',
  },
  'index/ambiguous-pair': {
    message: (a) =>
      `This record may be an edit of one that is gone${a('keys') && `: ${a('keys')}`}. More than one pair is possible.`,
    hint: () => 'Export meta/rootUuid or _id from Kobo: they survive an edit. Or settle it in Kobo.',
  },
  'index/maybe-known': {
    message: (a) =>
      `This record has a new id, and the place and time of one that is gone${a('keys') && `: ${a('keys')}`}. It may be the same one, and would get a second event.`,
    hint: () => `${NAME_WHAT_STAYS} ${IF_NEW} \`--accept ids=1\`.`,
  },
  'index/missing': {
    message: (a) =>
      `The record is gone from the source${a('since') && ` since ${a('since')}`}; its event${of(a('uid'))} is still in DHIS2.`,
    hint: () => 'If it was deleted on purpose, delete the event in DHIS2 and set deleted_dhis2 of its entry to true.',
  },
  'guard/no-index': {
    message: (a) => `There is no index (${a('location')}).`,
    hint: () => `Without it every record is new. ${ACCEPT('new-index')}`,
  },
  'guard/other-owner': {
    message: (a) => `The index (${a('location')}) belongs to another ${a('what')}: ${a('theirs')}, not ${a('ours')}.`,
    hint: () => 'Give this pipeline an index of its own, or correct the connection.',
  },
  'guard/other-server': {
    message: (a) => `The index (${a('location')}) was kept for ${a('theirs')}, and this is ${a('ours')}.`,
    hint: () =>
      `Correct the connection, or give this pipeline an index of its own. If it is the same DHIS2 in another place, \`--accept server\` asks it about every record before anything is sent.`,
  },
  'guard/index-shrunk': {
    message: (a) =>
      `The index (${a('location')}) has ${a('entries')} entries; after the last run it had ${a('before')}.`,
    hint: () => `Put back the last good copy. ${ACCEPT('new-index')}`,
  },
  'guard/source-empty': {
    message: (a) => `The source (${a('location')}) has no rows, while ${a('live')} events are in DHIS2.`,
    hint: () => `See why the export is empty. ${ACCEPT('empty-source')}`,
  },
  'guard/header-changed': {
    message: (a) => `The source (${a('location')}) has lost columns since the last run: ${a('columns')}.`,
    hint: () => `See whether questions were renamed in Kobo. ${ACCEPT('header')}`,
  },
  'guard/ids-changed': {
    message: (a) =>
      `${a('count')} new records have the place and time of as many that are gone (rows ${a('rows')}): they may be the same ones under new ids, and would get second events.`,
    hint: (a) => `${NAME_WHAT_STAYS} ${IF_NEW} \`--accept ids=${a('count')}\`.`,
  },
  'guard/too-many': {
    message: (a) =>
      `${a('count')} records would be ${a('what')}; the limit is ${a('limit')} of ${a('live')} live events.`,
    hint: (a) => `See why. ${ACCEPT(`${a('what')}=${a('count')}`)}`,
  },
  'guard/two-senders': {
    message: (a) =>
      `Somebody else gave UIDs of their own to records of this run (${a('keys')}) in the index (${a('location')}).`,
    hint: () =>
      'Two tools are sending the same records. Stop the other one, then run again; look for doubled events of these records in DHIS2.',
  },
  'guard/plan-stale': {
    message: (a) => `The plan cannot be applied: ${a('reason')}.`,
    hint: () => 'Make a new plan.',
  },
  'run/locked': {
    message: (a) => `Another run holds the lock${a('by') && ` (${a('by')}${a('since') && `, since ${a('since')}`})`}.`,
    hint: (a, args) => {
      const agesBy = a('file') ? 'after five minutes of silence' : 'within a minute';
      const ages =
        args['isAhead'] === true
          ? 'It is dated in the future, by a clock that was wrong, so it does not go by itself'
          : `The lock of a run that is gone goes by itself ${agesBy}`;
      return `Wait until it has ended. ${ages}; \`etl unlock SPEC\` shows who holds it, and removes it.`;
    },
  },
  'run/lock-lost': {
    message: (a) =>
      `The lock beside the index (${a('location')}) was lost while the run was at work: the storage was out of reach for too long.`,
    hint: () => 'Run again when no other run is at work; nothing is sent twice.',
  },
  'run/bad-accept': {
    message: (a) => `--accept ${a('given')} is nothing that can be accepted.`,
    hint: () => 'It takes new-index, empty-source, header, server, lost, created=N, changed=N, missing=N or ids=N.',
  },
  'run/no-plan': {
    message: (a) => `${a('path')} is not a plan: ${a('reason')}.`,
    hint: () => 'Write one with `etl plan SPEC --out FILE`.',
  },
  'run/stale-source': {
    message: (a) => `The source (${a('location')}) was last written ${a('modified')}, longer ago than maxAge allows.`,
    hint: () => 'See whether the export still runs.',
  },
  'artifacts/not-writable': {
    message: (a) => `The folder of the artifacts, ${a('folder')}, cannot be written: ${a('reason')}.`,
    hint: () => 'Give this user the right to write there, or name another under `artifacts.folder`.',
  },
  'run/no-verdicts': {
    message: (a) => `DHIS2 gave no verdict on ${a('batches')} batches in a row.`,
    hint: () =>
      'All that is known is saved. See what DHIS2, or the proxy before it, makes of imports; the next run goes on, and nothing is sent twice.',
  },
  'run/no-progress': {
    message: (a) => `Nothing has gone forward with DHIS2 for ${a('minutes')} minutes.`,
    hint: () =>
      'All that is known is saved, and the next run goes on. How long a run tries is giveUpAfter of the sink.',
  },
  'run/no-answer': {
    message: (a) => `DHIS2 gave no verdict on this record: ${a('reason')}.`,
    hint: () => 'The next run asks again; nothing is sent twice.',
  },
} satisfies Record<string, CodeText>;
