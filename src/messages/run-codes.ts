import { failure, row } from './code-row.ts';

export const RUN_CODES = {
  'run/locked': failure<{ by: string; since?: string; file?: string; isAhead?: boolean }>({
    exitCode: 5,
    message: ({ by, since }) => `Another run holds the lock${by && ` (${by}${since && `, since ${since}`})`}.`,
    hint: ({ file }, { isAhead }) => {
      const agesBy = file ? 'after five minutes of silence' : 'within a minute';
      const ages =
        isAhead === true
          ? 'It is dated in the future, by a clock that was wrong, so it does not go away by itself'
          : `The lock of a run that is gone goes away by itself ${agesBy}`;
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
  'run/temp-not-writable': failure<{ folder: string; reason: string }>({
    exitCode: 3,
    message: ({ folder, reason }) => `The folder for temporary files, ${folder}, cannot be written: ${reason}.`,
    hint: () => 'Give this user the right to write there, or name another folder with the variable TMPDIR.',
  }),
  'artifacts/not-writable': failure<{ folder: string; reason: string }>({
    exitCode: 3,
    message: ({ folder, reason }) => `The folder of the artifacts, ${folder}, cannot be written: ${reason}.`,
    hint: () => 'Give this user the right to write there, or name another under `artifacts.folder`.',
  }),
  'run/no-verdicts': failure<{ batches: number }>({
    exitCode: 3,
    message: ({ batches }) => `DHIS2 gave no verdict on ${batches} batches in a row.`,
    hint: () =>
      'All that is known is saved. See what DHIS2, or the proxy before it, makes of imports; the next run goes on, and nothing is sent twice.',
  }),
  'run/no-progress': failure<{ minutes: number }>({
    exitCode: 3,
    message: ({ minutes }) => `Nothing has gone forward with DHIS2 for ${minutes} minutes.`,
    hint: () =>
      'All that is known is saved, and the next run goes on. How long a run tries is giveUpAfter of the sink.',
  }),
  'run/no-answer': row<{ reason: string }>({
    who: 'nobody',
    message: ({ reason }) => `DHIS2 gave no verdict on this record: ${reason}.`,
    hint: () => 'The next run asks again; nothing is sent twice.',
  }),
};
