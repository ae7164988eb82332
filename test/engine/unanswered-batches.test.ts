import { expect, test } from 'vitest';
import { Patience } from '../../src/base/patience.ts';
import type { Outcome } from '../../src/contracts/sink.ts';
import { UnansweredBatches } from '../../src/engine/unanswered-batches.ts';

const UNKNOWN: Outcome = { is: 'unknown', reason: 'x' };
const REJECTED: Outcome = { is: 'refused', by: 'server', reasons: [] };
const NOT_SENT: Outcome = { is: 'refused', by: 'us', reasons: [] };

/** A batch of objects that were sent, and of ones that we refused ourselves. */
function batch(sent: readonly Outcome[], refusedByUs = 0): Parameters<UnansweredBatches['note']>[0] {
  const uids = sent.map((_, at) => `sent${at}`);
  const refused = Array.from({ length: refusedByUs }, (_, at): [string, Outcome] => [`refused${at}`, NOT_SENT]);
  return new Map([...uids.map((uid, at): [string, Outcome] => [uid, sent[at] as Outcome]), ...refused]);
}

const SILENT = batch([UNKNOWN, UNKNOWN], 1);

test.each<[string, Outcome]>([
  ['stored', { is: 'created' }],
  ['changed', { is: 'updated' }],
  ['refused by the server', REJECTED],
  ['deleted there', { is: 'deletedThere' }],
])('three batches in a row end the run; one verdict in between (%s) does not let it come to that', (_, verdict) => {
  const batches = new UnansweredBatches(new Patience());
  for (const one of [SILENT, SILENT, batch([UNKNOWN, verdict]), SILENT, SILENT]) batches.note(one);
  expect(batches.note(SILENT)).toMatchObject({ code: 'run/no-verdicts', exitCode: 3 });
});

test('what we refuse ourselves says nothing of the server, for or against it', () => {
  const batches = new UnansweredBatches(new Patience());
  for (const one of [SILENT, batch([], 3), SILENT, batch([], 3)]) batches.note(one);
  expect(batches.note(SILENT)).toMatchObject({ code: 'run/no-verdicts' });
});

test('a batch that has cost all patience ends the run, the first too', async () => {
  const patience = new Patience({ giveUpAfterMs: 600_000, pause: async () => {} });
  const batches = new UnansweredBatches(patience);
  patience.trouble(patience.now());
  batches.note(SILENT);
  await patience.pause(601_000);
  expect(batches.note(SILENT)).toMatchObject({ code: 'run/no-progress', args: { minutes: 10 } });
});

test('batches that were under way at once are one of the row: the next ones are smaller, and may come through', () => {
  const batches = new UnansweredBatches(new Patience());
  for (let row = 0; row < 2; row += 1) {
    const begun = batches.counted;
    for (let lane = 0; lane < 4; lane += 1) batches.note(SILENT, begun);
  }
  expect(batches.note(SILENT, batches.counted)).toMatchObject({ code: 'run/no-verdicts' });
});
