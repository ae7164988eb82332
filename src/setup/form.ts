/** A form and its questions, as an XLSForm or an export tells of them. */

/** An answer that a question offers. */
export interface Choice {
  /** As it stands in the export. */
  readonly value: string;
  /** In the languages of the form; the value itself where it has no other. */
  readonly labels: readonly string[];
}

/** What kind of answer a question takes; `unknown` where nothing tells. */
export type AnswerKind =
  | 'choice'
  | 'choices'
  | 'integer'
  | 'decimal'
  | 'date'
  | 'time'
  | 'dateTime'
  | 'point'
  | 'file'
  | 'text'
  | 'unknown';

export interface Question {
  /** The column of the export. */
  readonly column: string;
  /** In the form: the last part of its path. */
  readonly name: string;
  /** In the languages of the form; none where nothing has one. */
  readonly labels: readonly string[];
  /** Labels of the groups around it, outermost first. */
  readonly groups: readonly string[];
  readonly kind: AnswerKind;
  /** Name of the list that its choices come from. */
  readonly list?: string;
  readonly choices: readonly Choice[];
  /** Name of the repeat in which it is asked, where there is one. */
  readonly repeat?: string;
  /** Values that the export has in it, each once; not all of them where there are thousands. */
  readonly seen?: readonly string[];
  /** Whether each row of the export has a value of its own. */
  readonly isUnique?: boolean;
}

export interface Form {
  readonly title?: string;
  readonly questions: readonly Question[];
}

/** What a person reads of a question: its first label, or its name. */
export function labelOf({ labels, name }: Pick<Question, 'labels' | 'name'>): string {
  return labels[0] ?? name;
}
