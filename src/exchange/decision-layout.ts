/** Sheets on which people decide: what their columns are called. Where two sheets say the same, they say it in the same place. */

/** Values of a night that nothing is mapped to. */
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

/** What a form leaves open, before the first night or when it has grown. */
export const TO_DECIDE = {
  sheet: 'To decide',
  kind: 'kind',
  column: 'column',
  question: 'question',
  value: 'value',
  label: 'label',
  why: 'why',
  candidates: 'candidates',
  decision: 'decision',
  reason: 'reason',
  table: 'in',
  /** Of the option set, or of the data element that waits for a question. */
  uid: 'UID',
} as const;

/** What a line is about. `place`: where, when and by which key a record belongs, which the spec itself says. */
export type DecisionKind = 'choice' | 'unit' | 'look-up' | 'question' | 'element' | 'place';
