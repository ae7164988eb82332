import { expect, test } from 'vitest';
import { PlainLines } from '../../src/engine/plain-lines.ts';
import type { CreateLine, PlanLine } from '../../src/engine/plan-line.ts';
import { PlanSummary } from '../../src/engine/plan-summary.ts';
import { reason } from '../../src/messages/reason.ts';

const RECORD = { key: 'k', role: '', ids: ['k'], row: 1, line: 2, before: null, object: {}, hash: 'h' };
const creating = (changes: Partial<CreateLine> = {}): CreateLine => ({
  ...RECORD,
  action: 'create',
  address: 'Event000001',
  isFresh: true,
  ...changes,
});
const why = { ...reason('source/no-key', {}), key: 'k', row: 1, line: 2 };

const PLAIN: readonly PlanLine[] = [
  creating(),
  creating({ facility: 'FACILITY = "North"' }),
  creating({ facility: 'FACILITY = "North"' }),
  creating({ isFresh: false }),
  { ...RECORD, action: 'leave', address: 'Event000001' },
  { ...RECORD, action: 'returned', address: 'Event000001' },
];
const OTHERS: readonly PlanLine[] = [
  creating({ reasons: [why] }),
  creating({ movedFrom: [] }),
  { ...RECORD, action: 'update', address: 'Event000001', changes: [] },
  { ...RECORD, action: 'hold', address: null, reasons: [why] },
  { ...RECORD, action: 'reject', address: null, reasons: [why] },
];

function plainOf(lines: readonly PlanLine[]): PlainLines {
  const plain = new PlainLines();
  for (const line of lines) plain.add(line);
  return plain;
}

test('plain lines come to the same whether they are counted as they stand or by their kind', () => {
  const plain = plainOf(PLAIN);
  const [whole, byKind] = [new PlanSummary(), new PlanSummary()];
  for (const [at, line] of PLAIN.entries()) {
    whole.add(line);
    const kind = plain.at(at);
    if (kind) byKind.addPlain(kind);
  }
  expect(byKind).toEqual(whole);
  expect([byKind.counts.created, byKind.newlyCreated]).toEqual([4, 3]);
});

test('a line that has more to say is not plain, and keeps its place among the others', () => {
  const plain = plainOf([...OTHERS, ...PLAIN, ...OTHERS]);
  const places = Array.from({ length: plain.size }, (_, at) => plain.at(at)?.action ?? '-');
  const others = OTHERS.map(() => '-');
  expect(places).toEqual([...others, ...PLAIN.map(({ action }) => action), ...others]);
  expect(plain.at(plain.size)).toBeUndefined();
});

test('of more kinds than are told apart the further ones are not plain', () => {
  const plain = plainOf(Array.from({ length: 10_010 }, (_, at) => creating({ facility: `P = "${at}"` })));
  plain.add(creating({ facility: 'P = "7"' }));
  expect(plain.at(9_999)?.facility).toBe('P = "9999"');
  expect(plain.at(10_000)).toBeUndefined();
  expect(plain.at(10_010)?.facility).toBe('P = "7"');
});
