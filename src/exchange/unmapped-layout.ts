/** The sheet of unmapped values: what its columns are called. */
export const UNMAPPED = {
  sheet: 'Unmapped',
  kind: 'kind',
  column: 'column',
  question: 'question',
  value: 'value',
  times: 'how often',
  firstKey: 'first key',
  candidates: 'candidates',
  decision: 'decision',
  /** Name of the look-up or option set, UID of the option set, and the file that the decision goes into. */
  table: 'in',
  uid: 'UID',
  file: 'file',
} as const;

export type UnmappedKind = 'choice' | 'unit' | 'look-up';
