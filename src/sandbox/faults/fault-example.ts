/** A file of faults that works: for the help, the reference and the tests. */
export const FAULT_EXAMPLE = `seed: 7
faults:
  # The first batch is stored, but its answer never comes.
  - { kind: hang, carriedOut: true, method: POST, path: /api/tracker }
  # The third batch and the one after it meet an overloaded proxy.
  - { kind: status, status: 503, retryAfter: 2, method: POST, path: /api/tracker, nth: 3, times: 2 }
  # One answer in ten that lists events breaks off in the middle.
  - { kind: cut, method: GET, path: /api/tracker/events, probability: 0.1 }
`;
