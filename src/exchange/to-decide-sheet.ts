/** What is left open, as a sheet for people: with what each may be, and a column for what they decide. Pure. */
import type { SheetToWrite } from '../sheets/sheet.ts';
import { TO_DECIDE, type DecisionKind } from './decision-layout.ts';
import { writeCandidates } from './written-candidates.ts';

/** Something that only a person can decide. */
export interface OpenLine {
  readonly kind: DecisionKind;
  readonly column?: string | undefined;
  /** What people call the question, or the data element. */
  readonly question?: string | undefined;
  readonly value?: string | undefined;
  /** What people call the value. */
  readonly label?: string | undefined;
  readonly why?: string | undefined;
  readonly candidates: readonly { readonly name: string; readonly code: string; readonly score: number }[];
  /** What is sure, and only waits to be taken. */
  readonly decision?: string | undefined;
  readonly table?: string | undefined;
  readonly uid?: string | undefined;
}

const WIDTHS: Readonly<Record<string, number>> = {
  [TO_DECIDE.kind]: 9,
  [TO_DECIDE.column]: 30,
  [TO_DECIDE.question]: 40,
  [TO_DECIDE.value]: 20,
  [TO_DECIDE.label]: 26,
  [TO_DECIDE.why]: 40,
  [TO_DECIDE.candidates]: 70,
  [TO_DECIDE.decision]: 40,
  [TO_DECIDE.reason]: 40,
};

export function toDecideSheet(open: readonly OpenLine[]): SheetToWrite {
  const { sheet, ...titles } = TO_DECIDE;
  const rows = open.map((line) => {
    const cells: Record<keyof typeof titles, string | null> = {
      kind: line.kind,
      column: line.column ?? null,
      question: line.question ?? null,
      value: line.value ?? null,
      label: line.label ?? null,
      why: line.why ?? null,
      candidates: writeCandidates(line.candidates),
      decision: line.decision ?? null,
      reason: null,
      table: line.table ?? null,
      uid: line.uid ?? null,
    };
    return (Object.keys(titles) as (keyof typeof titles)[]).map((key) => cells[key]);
  });
  return { name: sheet, columns: Object.values(titles).map((title) => ({ title, width: WIDTHS[title] ?? 16 })), rows };
}
