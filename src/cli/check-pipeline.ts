import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toReference } from '../base/document.ts';
import { EtlError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Problem } from '../base/problem.ts';
import { withColumnsNamed, withoutConsequences } from '../expression/check.ts';
import { checkMappingFiles } from '../mapping/mapping-files.ts';
import { shownPath, type LoadedPipeline } from './load-pipeline.ts';

/** Whether the columns could be checked. */
export type SourceCheck = 'checked' | 'not-asked' | 'out-of-reach';

/** Everything that is wrong with a pipeline before it runs: spec, mapping files, expressions, columns. */
export async function checkPipeline(
  loaded: LoadedPipeline,
  options: { readonly asksSource: boolean; readonly talk: Pick<Log, 'warn'> },
): Promise<{ readonly problems: readonly Problem[]; readonly source: SourceCheck }> {
  const mapping = loaded.spec.mapping ? await checkMappingFiles(loaded.spec, shownPath) : [];
  const header = options.asksSource
    ? await checkSource(loaded, options.talk)
    : { source: 'not-asked' as const, problems: loaded.checkWithoutHeader(), columns: [] };
  const found = [...loaded.warnings, ...mapping, ...header.problems];
  const problems = withoutConsequences(withColumnsNamed(found, new Set(header.columns)));
  return { problems, source: header.source };
}

/** The expressions that are not compiled, each with its place and the reason; JSONata's own evaluator runs them. */
export function describeFallbacks({ plan }: LoadedPipeline): string[] {
  const lines = plan.used.flatMap(({ text, expression: { fallback } }) =>
    fallback
      ? [`${toReference(text.placeOf(fallback.start, fallback.end))}: by JSONata's own evaluator (${fallback.reason})`]
      : [],
  );
  return [...new Set(lines)];
}

async function checkSource(
  loaded: LoadedPipeline,
  talk: Pick<Log, 'warn'>,
): Promise<{
  readonly source: SourceCheck;
  readonly problems: readonly Problem[];
  readonly columns: readonly string[];
}> {
  const folder = await mkdtemp(join(tmpdir(), 'etl-check-'));
  try {
    const extract = await loaded.pipeline.source.extract(folder);
    const { header } = extract;
    await extract.close();
    return { source: 'checked', problems: loaded.checkHeader(header), columns: header.columns };
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
    talk.warn(`the columns were not checked: ${error.message}`);
    return { source: 'out-of-reach', problems: loaded.checkWithoutHeader(), columns: [] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
