/** An expression that was typed at the command line, on what was given beside it. */
import { loadInput, parseJsonInput, parseRow, toRecord } from '../cli/input.ts';
import { evaluateOn, NO_TABLES } from './evaluate.ts';
import type { Evaluated } from './evaluation.ts';
import type { FoundRow } from './find-row.ts';

/** On a row of a pipeline, with the look-ups of its form version. */
export async function evaluateOnRow(
  text: string,
  { loaded, record }: Pick<FoundRow, 'loaded' | 'record'>,
): Promise<Evaluated> {
  return evaluateOn(text, record, (await loaded.contextOf(record)).context);
}

/** On a row of one's own, of which `input` is the file; `plain`: on any JSON, as JSONata is. */
export async function evaluateOnInput(
  text: string,
  { input, plain }: { readonly input: string | undefined; readonly plain: boolean },
): Promise<Evaluated> {
  const source = input === undefined ? undefined : await loadInput(input);
  if (!plain) return evaluateOn(text, source ? parseRow(source) : toRecord([]), NO_TABLES);
  const { evaluatePlain } = await import('./evaluate-plain.ts');
  return evaluatePlain(text, source ? parseJsonInput(source) : {});
}
