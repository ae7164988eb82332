import { failure } from './code-row.ts';

export const UNLOCK_CODES = {
  'unlock/needs-yes': failure<{ by: string; location: string }>({
    exitCode: 2,
    message: ({ by, location }) =>
      `The lock is held (${by}, ${location}), and nobody can be asked here. It was left as it is.`,
    hint: () => 'See that no run is at work, on this machine or another; then say it with `--yes`.',
  }),
  'unlock/alive': failure<{ by: string; location: string }>({
    exitCode: 5,
    message: ({ by, location }) => `${by} holds the lock (${location}), and it is alive: that run is at work.`,
    hint: () =>
      'Wait for it, or end it (`kill` and its number): it saves what it has sent and gives the lock back. `--yes` does not take a lock from a run that is alive; on a terminal you are asked.',
  }),
  'unlock/changed': failure<{ location: string }>({
    exitCode: 5,
    message: ({ location }) =>
      `The lock (${location}) was given back or taken by another run in the meantime. Nothing was removed.`,
    hint: () => 'Look again.',
  }),
};
