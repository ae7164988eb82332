import { failure, row } from './code-row.ts';

/** What `etl doctor` finds on this machine, in the spec, the source, the look-ups, the index and the artifacts. */
export const DOCTOR_CODES = {
  // Any of them.
  'doctor/out-of-time': row<{ what: string; seconds: number }>({
    message: ({ what, seconds }) => `${what}: not wholly looked at, for it took longer than ${seconds} s.`,
    hint: () => 'Look again. If it stays so slow, the night is slow as well.',
  }),
  'doctor/not-looked-at': row<{ what: string; because: string }>({
    message: ({ what, because }) => `${what}: not looked at, because ${because}.`,
    hint: () => 'Put that right first, and look again.',
  }),

  // The machine.
  'doctor/node': row<{ version: string }>({ message: ({ version }) => `Node ${version}.` }),
  'doctor/space': row<{ what: string; folder: string; free: string }>({
    message: ({ what, folder, free }) => `${what}: ${folder} can be written, and has ${free} free.`,
  }),
  'doctor/little-space': row<{ what: string; folder: string; free: string; needed: string }>({
    message: ({ what, folder, free, needed }) =>
      `${what}: ${folder} has only ${free} free; a run may need ${needed} there.`,
    hint: () => 'Make room on that disk, or name a folder on another one.',
  }),
  'doctor/proxy-used': row<{ variable: string }>({
    message: ({ variable }) => `Servers are asked through the proxy of ${variable} (NODE_USE_ENV_PROXY=1).`,
  }),
  'doctor/proxy-not-used': row<{ variable: string }>({
    message: ({ variable }) =>
      `${variable} is set, but DHIS2 and other web servers are asked directly: NODE_USE_ENV_PROXY is not 1.`,
    hint: () => 'Where they can only be reached through that proxy, set NODE_USE_ENV_PROXY=1 as well.',
  }),

  // The spec and the mapping.
  'doctor/spec-fine': row<{ spec: string }>({
    message: ({ spec }) => `${spec} and its mapping are fine, and the source has their columns.`,
  }),
  'doctor/spec-fine-but-columns': row<{ spec: string }>({
    message: ({ spec }) => `${spec} and its mapping are fine, as far as it can be told without the source.`,
  }),

  // The source.
  'doctor/source-open': row<{ location: string; columns: number }>({
    message: ({ location, columns }) => `${location} can be read; it has ${columns} columns.`,
  }),
  'doctor/source-age': row<{ modified: string; maxAge: string }>({
    message: ({ modified, maxAge }) => `It was last written ${modified}${maxAge && `, within maxAge (${maxAge})`}.`,
  }),
  'doctor/source-of-no-age': row({ message: () => 'How old its content is cannot be told.' }),
  'doctor/source-remark': row<{ remark: string }>({ message: ({ remark }) => remark }),
  'doctor/key-fine': row<{ columns: readonly string[] }>({
    message: ({ columns }) => `Records are told apart by ${columns}, which an edit leaves as it is.`,
  }),
  'doctor/key-paired': row<{ columns: readonly string[] }>({
    message: ({ columns }) =>
      `The key is _uuid alone, of which Kobo gives a new one at each edit; an edit is told by ${columns} (pair).`,
  }),
  'doctor/root-uuid-not-used': row<{ column: string }>({
    message: ({ column }) =>
      `The key is _uuid alone, of which Kobo gives a new one at each edit; the source has ${column}, which stays.`,
    hint: ({ column }) => `Write key: [${column}, _uuid] under source.`,
  }),
  'doctor/root-uuid-missing': row({
    message: () =>
      'The key is _uuid alone, of which Kobo gives a new one at each edit: an edit looks like one record gone and one new.',
    hint: () =>
      "Have the export made with meta/rootUuid or _id: in Kobo's own exports (Data > Downloads > Advanced options) both stand among the last columns, whichever questions are chosen; whoever makes the file from Kobo's API takes them from there. Then write key: [meta/rootUuid, _id, _uuid]. Till then, pair: under source names what tells an edit from a new record.",
  }),
  'doctor/keys-fine': row<{ rows: number }>({
    message: ({ rows }) => `Of its ${rows} rows, each has a key of its own.`,
  }),
  'doctor/keys-doubled': row<{ keys: number; rows: readonly string[] }>({
    message: ({ keys, rows }) =>
      `Keys that stand in several rows: ${keys} (${rows}). Where such rows differ, none of them is sent.`,
    hint: () => '`etl plan` says in which columns they differ. Correct it where the export is made.',
  }),
  'doctor/keys-blank': row<{ count: number; rows: readonly string[] }>({
    message: ({ count, rows }) => `Rows without a key: ${count} (${rows}). They will not be sent.`,
    hint: () => 'Fill in the key columns where the export is made, or add a column to `key` that is always filled in.',
  }),
  'doctor/rows-unreadable': row<{ count: number; rows: readonly string[]; first: string }>({
    message: ({ count, rows, first }) => `Rows that cannot be read: ${count} (${rows}). ${first}`,
    hint: () => 'Correct it where the export is made. As long as there is such a row, nothing is marked as missing.',
  }),
  'doctor/rows-not-all-read': row<{ rows: number }>({
    message: ({ rows }) => `Keys were looked at in the first ${rows} rows, for want of time.`,
  }),
  'doctor/source-empty': row({
    message: () => 'The source has no rows.',
    hint: () => 'See whether the export still runs: a night with an empty source ends with exit code 4.',
  }),

  // Look-ups.
  'doctor/lookup-fine': row<{ name: string; entries: number }>({
    message: ({ name, entries }) => `${name}: ${entries} entries.`,
  }),
  'doctor/lookup-blank-value': row<{ name: string; keys: readonly string[] }>({
    message: ({ name, keys }) => `${name}: these have nothing beside them: ${keys}.`,
    hint: () => 'Write the value, or take the line out.',
  }),
  'doctor/no-lookups': row({ message: () => 'The spec has no look-ups.' }),

  // The index.
  'doctor/index-fine': row<{ location: string; entries: number; live: number }>({
    message: ({ location, entries, live }) =>
      `${location}: ${entries} entries, ${live} live, of this pipeline and server.`,
  }),
  'doctor/index-readable': row<{ location: string; because: string }>({
    message: ({ location, because }) => `${location} can be read; whose it is cannot be told, because ${because}.`,
  }),
  'doctor/index-remark': row<{ remark: string }>({
    message: ({ remark }) => remark,
    hint: () => 'The next run looks into DHIS2 before it relies on it.',
  }),
  'doctor/no-index-yet': row<{ location: string }>({
    message: ({ location }) => `There is no index yet (${location}): a run refuses to begin without one.`,
    hint: () =>
      'For the first night of all: `etl run SPEC --accept new-index`. Otherwise put the index back in its place.',
  }),
  'doctor/index-writable': row({ message: () => 'It can be written.' }),
  'doctor/lock-free': row({ message: () => 'Its lock is free.' }),
  'doctor/lock-of-nobody': row<{ by: string }>({
    message: ({ by }) => `Its lock was left behind (${by}, which is gone); the next run takes it over.`,
  }),
  'doctor/lock-held': row<{ by: string; since: string }>({
    message: ({ by, since }) => `Its lock is held: ${by}${since && `, since ${since}`}.`,
    hint: () =>
      'A run that begins before that one has ended stops with exit code 5. If it hangs: `etl unlock SPEC` says more, and removes the lock.',
  }),

  // SAS tokens.
  'doctor/sas-fine': row<{ connection: string; rights: string; expiry: string }>({
    message: ({ connection, rights, expiry }) =>
      `${connection}: the SAS token may ${rights || 'do what its policy says'}${expiry && `, until ${expiry}`}.`,
  }),
  'doctor/sas-ends-soon': row<{ connection: string; expiry: string; days: number }>({
    message: ({ connection, expiry, days }) => `${connection}: the SAS token ends on ${expiry}, in ${days} days.`,
    hint: () => 'Have a new one made in good time, and put it in its place.',
  }),
  'doctor/sas-of-one-blob': failure<{ connection: string }>({
    exitCode: 3,
    message: ({ connection }) =>
      `${connection}: the SAS token is for a single blob (sr=b); an index needs several beside each other.`,
    hint: () => 'Have one made for the container (sr=c), with read, write and create.',
  }),

  // Artifacts and notifications.
  'doctor/artifacts-open': row<{ folder: string; mode: string }>({
    message: ({ folder, mode }) => `${folder} can be written by everybody (${mode}): what lies there names people.`,
    hint: ({ folder }) => `chmod 700 ${folder}`,
  }),
  'doctor/no-notifications': row({
    message: () =>
      'Nobody is told by etl itself: `notify` is not built yet. Exit codes and what `run` prints are for cron to pass on.',
  }),
};
