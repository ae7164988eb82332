import { toLineColumn, type Place } from '../base/document.ts';
import { EtlError, EXIT } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { distinctProblems, problemOf, type Problem } from '../base/problem.ts';
import type { Coverage } from '../contracts/coverage.ts';
import type { Header } from '../contracts/record.ts';
import { checkLock } from '../drift/check-lock.ts';
import { withColumnsNamed, withoutConsequences, withQuotesTold } from '../expression/consequences.ts';
import { shownPath, type LoadedPipeline } from './load-pipeline.ts';
import { sourceLacksVariables } from './stand-ins.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

/** Whether the columns could be checked. */
export type SourceCheck = 'checked' | 'not-asked' | 'out-of-reach';

export interface CheckOptions {
  readonly asksSource: boolean;
  /** Variables that are not set: connections have stand-ins for them. */
  readonly notSet?: readonly string[];
  readonly talk: Pick<Log, 'warn'>;
}

/** Everything that is wrong with a pipeline before it runs: spec, mapping files, expressions, columns. */
export async function checkPipeline(
  loaded: LoadedPipeline,
  options: CheckOptions,
): Promise<{ readonly problems: readonly Problem[]; readonly source: SourceCheck; readonly coverage: Coverage }> {
  const header = options.asksSource ? await checkSource(loaded, options) : unseen(loaded, 'not-asked');
  const { mapping } = loaded.spec;
  const lock = mapping ? await checkLock(mapping.metadata.path, loaded.place, shownPath) : [];
  const found = distinctProblems([...loaded.warnings, ...lock, ...header.problems]);
  const problems = withoutConsequences(withColumnsNamed(found, new Set(header.columns)));
  return {
    problems: withQuotesTold(problems),
    source: header.source,
    coverage: loaded.columns.coverage(header.header),
  };
}

/** An expression that is not compiled: where, and why. JSONata's own evaluator runs it. */
export interface ShownFallback {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

/** The expressions that are not compiled, each once, in the order of files and lines. */
export function findFallbacks({ mapping }: LoadedPipeline): ShownFallback[] {
  const fallbacks = mapping.used.flatMap(({ text, expression: { fallback } }) =>
    fallback ? [toShownFallback(text.placeOf(fallback.start, fallback.end), fallback.reason)] : [],
  );
  // A field by hand is compiled for each form version.
  const distinct = [...new Map(fallbacks.map((fallback) => [JSON.stringify(fallback), fallback])).values()];
  return distinct.sort(
    (a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)) || a.line - b.line || a.column - b.column,
  );
}

function toShownFallback({ source, start }: Place, reason: string): ShownFallback {
  return { file: source.file, ...toLineColumn(source.text, start), reason };
}

export function describeFallback({ file, line, column, reason }: ShownFallback): string {
  return `${file}:${line}:${column}: by JSONata's own evaluator (${reason})`;
}

/** What can be told of the columns. */
interface CheckedColumns {
  readonly source: SourceCheck;
  readonly problems: readonly Problem[];
  readonly columns: readonly string[];
  readonly header: Header | undefined;
}

async function checkSource(loaded: LoadedPipeline, { notSet = [], talk }: CheckOptions): Promise<CheckedColumns> {
  if (sourceLacksVariables(loaded.spec)) {
    const which = notSet.length === 1 ? `the variable ${notSet.join('')} is` : `the variables ${notSet.join(', ')} are`;
    talk.warn(`the columns were not checked: ${which} not set`);
    return unseen(loaded, 'out-of-reach');
  }
  try {
    const { header, found } = await withTemporaryFolder('check', async (folder) => {
      const extract = await loaded.pipeline.source.open(folder);
      const found = await loaded.columns.checkSource(extract);
      await extract.close();
      return { header: extract.header, found };
    });
    return { source: 'checked', problems: found, columns: header.columns, header };
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
    const told = problemOf(error, placeOfFault(error, loaded), error.exitCode === EXIT.usage ? 'error' : 'warning');
    const unknown = unseen(loaded, 'out-of-reach');
    return { ...unknown, problems: [told, ...unknown.problems] };
  }
}

/** What the spec says of the source that may be wrong where it cannot be opened; else where it begins. */
const WRITTEN_IN: Readonly<Record<string, string>> = {
  'source/not-found': 'path',
  'source/no-sheet': 'sheet',
  'source/not-text': 'kind',
  'source/not-a-workbook': 'kind',
  'source/no-join-column': 'headerRow',
  'source/no-id': 'id',
  'source/not-as-declared': 'records',
  'source/wrong-delimiter': 'delimiter',
  'source/empty-sheet': 'headerRow',
};

function placeOfFault({ code }: EtlError, { spec: { source } }: LoadedPipeline): Place {
  const property = WRITTEN_IN[code];
  const isWritten = property === 'kind' || (property !== undefined && Object.hasOwn(source.config, property));
  return isWritten ? source.placeOf(property) : source.place;
}

/** What can be told of columns that nobody has seen. */
function unseen({ columns }: LoadedPipeline, source: SourceCheck): CheckedColumns {
  return { source, problems: columns.guess(), columns: columns.known, header: undefined };
}
