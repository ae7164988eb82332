/** A sheet of decisions taken back: what it changes is shown, and written where that is ordered. */
import { resolve } from 'node:path';
import type { Log } from '../base/log.ts';
import type { Secrets } from '../base/secrets.ts';
import { applyImport, planImport, type AskUnits, type Import } from '../exchange/import-mapping.ts';
import { planDecisions } from '../exchange/import-decisions.ts';
import { drawChanges, toShownChange, type ShownChange } from '../exchange/draw-changes.ts';
import type { IgnoreChange, SpecChange } from '../exchange/changes.ts';
import type { PipelineSpec } from '../pipeline/pipeline-spec.ts';
import { shownPath } from './load-pipeline.ts';
import { askUnits } from './setup/ask-units.ts';

export interface TakenChanges {
  readonly changes: readonly (ShownChange | IgnoreChange | SpecChange)[];
  /** Lines without a decision; of a mapping there are none. */
  readonly open: number;
  readonly written: readonly string[];
}

interface Order {
  /** As the command line names it. */
  readonly specFile: string;
  readonly spec: PipelineSpec;
  readonly file: string;
  readonly isWritten: boolean;
}

interface Outlet {
  readonly print: (line: string) => void;
  readonly talk: Log;
  readonly secrets: Secrets;
}

/** Takes decisions of `unmapped.xlsx` or `to-decide.xlsx`. Throws ProblemsError for those that name nothing. */
export async function takeDecisions(order: Order, outlet: Outlet): Promise<TakenChanges> {
  const { specFile, spec, file } = order;
  const found = await planDecisions(spec, resolve(specFile), resolve(file), shownPath, asking(order, outlet));
  return { ...(await takeChanges(found, order, outlet)), open: tellOpen(found.open, outlet) };
}

/** Takes a spreadsheet of the mapping. Throws ProblemsError for what is wrong in it. */
export async function takeMapping(order: Order, outlet: Outlet): Promise<TakenChanges> {
  const found = await planImport(order.spec, resolve(order.file), shownPath, asking(order, outlet));
  return { ...(await takeChanges(found, order, outlet)), open: 0 };
}

/** Units of DHIS2 by their names and codes, where somebody needs them. */
function asking({ spec, specFile }: Order, { talk, secrets }: Outlet): AskUnits {
  return async () =>
    ((await askUnits(spec, specFile, { log: talk, secrets })) ?? []).flatMap(({ id, name, code }) =>
      [name, ...(code === undefined ? [] : [code])].map((word) => ({ name: word, code: id })),
    );
}

/** Shows what a spreadsheet changes, and writes it where that is ordered. */
async function takeChanges(
  found: Import,
  { specFile, isWritten }: Pick<Order, 'specFile' | 'isWritten'>,
  { print, talk }: Pick<Outlet, 'print' | 'talk'>,
): Promise<Omit<TakenChanges, 'open'>> {
  const { changes, ignored, inSpec } = found;
  for (const line of drawChanges(changes, ignored, specFile, inSpec)) print(line);
  const count = changes.length + ignored.length + inSpec.length;
  const { written, left } = isWritten ? await applyImport(found, resolve(specFile)) : { written: [], left: [] };
  for (const path of written) print(`written: ${shownPath(path)}`);
  if (count === 0) print('Nothing changed.');
  else if (!isWritten)
    print(`${count} ${count === 1 ? 'change' : 'changes'}; nothing is written yet: --write does it.`);
  for (const one of left) talk.warn(describeLeft(one, specFile));
  const questions = withoutOptions(found);
  if (questions.length > 0)
    print(
      `Answers that have no option yet, of ${questions.join(', ')}: etl mapping suggest ${specFile} --form FORM --to FILE lists them.`,
    );
  const shown = [...changes.map(toShownChange), ...ignored, ...inSpec];
  return { changes: shown, written: written.map(shownPath) };
}

/** Questions that get a data element with options, of which no answer is mapped yet, or is now. */
function withoutOptions({ changes, state: { names, options } }: Import): string[] {
  const gets = new Set(
    changes.flatMap(({ of, path: [set], after }) => (of === 'choice' && after !== undefined ? [set] : [])),
  );
  return changes.flatMap(({ of, path: [column = ''], after }) => {
    const set = of === 'question' && after !== undefined ? names.elementOf(after)?.optionSet : undefined;
    if (!set || gets.has(set.uid)) return [];
    return options.some((file) => (file.options.get(set.uid)?.size ?? 0) > 0) ? [] : [column];
  });
}

/** What a person writes into the spec, where its layout is one of their own. */
function describeLeft(one: IgnoreChange | SpecChange, specFile: string): string {
  if (one.of === 'spec') return `write into ${specFile}: ${one.path.join('.')}: ${one.after}`;
  const { is, name, after } = one;
  return `write under mapping.ignore of ${specFile}: { ${is}: ${name}, reason: ${after ?? 'take it out'} }`;
}

function tellOpen(open: number, { print }: Outlet): number {
  if (open > 0) print(`${open} ${open === 1 ? 'line has' : 'lines have'} no decision yet.`);
  return open;
}
