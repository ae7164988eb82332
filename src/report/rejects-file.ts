import { toNamedReasons } from '../engine/plan-summary.ts';
import { parseLine, readTexts, SpoolWriter } from '../engine/spool.ts';
import type { Applied } from '../engine/apply.ts';
import { toAppliedReasons, toAttention, type AttentionRecord, type NameOf } from './report.ts';

/**
 * Writes every record that needs a person to a file for its owner alone, one JSON object a line in the shape of
 * `attention`, however many there are: first those of the plan in its order, then those that DHIS2 refused.
 */
export async function writeRejects(
  path: string,
  planFile: string,
  applied: Applied | undefined,
  nameOf: NameOf,
  toJson: (record: AttentionRecord) => string,
): Promise<void> {
  await SpoolWriter.fill(path, async (file) => {
    for await (const text of readTexts(planFile)) {
      // Inside a JSON text a quote is always escaped: this can stand in a line only as the line's own reasons.
      if (!text.includes('"reasons":[')) continue;
      for (const reason of toNamedReasons(parseLine(text))) await file.writeText(toJson(toAttention(reason, nameOf)));
    }
    for (const reason of toAppliedReasons(applied)) await file.writeText(toJson(toAttention(reason, nameOf)));
  });
}
