/** What a guard refuses; each says how to accept it, where it can be accepted. */
import { failure } from './code-row.ts';

const ACCEPT = (what: string): string => `If this is right, run again with \`--accept ${what}\`.`;

const NAME_WHAT_STAYS =
  'Name under `source.pair` the columns by which an edited record is known again, or under `source.key` an id that stays.';

const IF_NEW = 'If they are new, and the others really gone, run again with';

export const GUARD_CODES = {
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
  'guard/index-shrunk': failure<{ location: string; entries: number; before: number }>({
    exitCode: 4,
    message: ({ location, entries, before }) =>
      `The index (${location}) has ${entries} entries; after the last run it had ${before}.`,
    hint: () => `Put back the last good copy. ${ACCEPT('new-index')}`,
  }),
  'guard/index-moved': failure<{ location: string; to: string; at: string; note: string }>({
    exitCode: 4,
    message: ({ location, to, at }) => `The index (${location}) was moved to ${to} on ${at}.`,
    hint: ({ note }) =>
      `Name that one under \`index\` in the spec. To come back to this one, move that one here with \`etl index move … --overwrite\`. If nothing was ever sent with that one, remove ${note}.`,
  }),
  'guard/index-arriving': failure<{ location: string; from: string }>({
    exitCode: 4,
    message: ({ location, from }) => `The index (${location}) is not whole: its move from ${from} was cut short.`,
    hint: () => 'Run `etl index move` again as you did.',
  }),
  'guard/source-empty': failure<{ location: string; live: number }>({
    exitCode: 4,
    message: ({ location, live }) => `The source (${location}) has no rows, while ${live} records are in DHIS2.`,
    hint: () => `See why the export is empty. ${ACCEPT('empty-source')}`,
  }),
  'guard/header-changed': failure<{ location: string; columns: readonly string[] }>({
    exitCode: 4,
    message: ({ location, columns }) => `The source (${location}) has lost columns since the last run: ${columns}.`,
    hint: () => `See whether questions were renamed in Kobo. ${ACCEPT('header')}`,
  }),
  'guard/drift': failure<{ changes: string }>({
    exitCode: 4,
    message: ({ changes }) => `DHIS2 has changed since the mapping was made: ${changes}`,
    hint: () =>
      'Mend the mapping, then `etl metadata pull`. To send all the same, with what DHIS2 takes of it: `--accept drift`.',
  }),
  'guard/ids-changed': failure<{ count: number; rows: readonly string[] }>({
    exitCode: 4,
    message: ({ count, rows }) =>
      `${count} new records have the place and time of as many that are gone (rows ${rows}): they may be the same ones under new ids, and would be in DHIS2 twice.`,
    hint: ({ count }) => `${NAME_WHAT_STAYS} ${IF_NEW} \`--accept ids=${count}\`.`,
  }),
  'guard/too-many': failure<{ count: number; what: string; limit: string; live: number; most?: readonly string[] }>({
    exitCode: 4,
    message: ({ count, what, limit, live, most }) => {
      if (what === 'missing')
        return `${count} of the ${live} records in DHIS2 are gone from the source; the limit is ${limit}.`;
      const told = `${count} records would be ${what}; the limit is ${limit} of ${live} that are in DHIS2.`;
      return most ? `${told} Most of it: ${most}.` : told;
    },
    rareArgs: ['most'],
    hint: ({ what, count }) => `See why. ${ACCEPT(`${what}=${count}`)}`,
  }),
  'guard/several': failure<{ count: number; messages: string; accept?: string }>({
    exitCode: 4,
    message: ({ count, messages }) => `${count} guards refuse this plan. ${messages}`,
    hint: ({ accept }) =>
      accept
        ? `See why, for each of them. If all of it is right, run again with \`--accept ${accept}\`.`
        : 'See why, for each of them. Not all of them can be accepted.',
    rareArgs: ['accept'],
  }),
  'guard/two-senders': failure<{ keys: readonly string[]; location: string }>({
    exitCode: 4,
    message: ({ keys, location }) =>
      `Somebody else gave UIDs of their own to records of this run (${keys}) in the index (${location}).`,
    hint: () =>
      'Two tools are sending the same records. Stop the other one, then run again; see in DHIS2 whether these records are there twice.',
  }),
  'guard/plan-stale': failure<{ reason: string }>({
    exitCode: 4,
    message: ({ reason }) => `The plan cannot be applied: ${reason}.`,
    hint: () => 'Make a new plan.',
  }),
};
