/** `etl mapping suggest`: what a pipeline reads, held against what its form and its export have today. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { editJson, type JsonEdit } from '../../base/edit-json.ts';
import { EtlError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { replaceFile } from '../../base/replace-file.ts';
import type { Secrets } from '../../base/secrets.ts';
import type { Dhis2Client } from '../../dhis2/client.ts';
import type { Question } from '../../setup/form.ts';
import { matchHeader } from '../../setup/match-header.ts';
import { suggestMapping, suggestUnits, type Found } from '../../setup/suggest.ts';
import { toSetupPlace, type Target } from '../../setup/target.ts';
import { loadForRows } from '../load-for-rows.ts';
import type { LoadedPipeline, LoadFlags } from '../load-pipeline.ts';
import { hasStandIn } from '../stand-ins.ts';
import { loadForm, readColumns } from './read-form.ts';

interface Tools {
  readonly log: Log;
  readonly secrets: Secrets;
}

export interface Suggested {
  readonly found: readonly Found[];
  readonly loaded: LoadedPipeline;
}

/** Compares; writes nothing. Throws ProblemsError, EtlError `mapping/none`, `source/*` and what DHIS2 has to say. */
export async function suggestFor(
  spec: string,
  form: string | undefined,
  flags: LoadFlags,
  tools: Tools,
): Promise<Suggested> {
  const { log, secrets } = tools;
  const { loaded, notSet } = await loadForRows(spec, flags, secrets, log);
  const { mapping } = loaded.spec;
  if (!mapping) throw new EtlError('mapping/none', { spec });
  const seen = await readColumns(loaded.pipeline.source);
  const { asked } = matchHeader(form === undefined ? undefined : await loadForm(form, log), seen);
  const { id } = loaded.place;
  const place = toSetupPlace(await readJson(mapping.metadata.path), undefined, { id, name: id });
  const columns = new Map<string, Target>();
  for (const [column, word] of Object.entries(await readJson<Record<string, string>>(mapping.columns.path))) {
    const target = place.targets.find((one) => one.id === word || one.names.includes(word));
    if (target) columns.set(column, target);
  }
  const options = Object.entries(await readJson<Record<string, object>>(mapping.options.path));
  const names = seen.map(({ name }) => name);
  const header = { columns: names, positions: new Map(names.map((name, at) => [name, at])) };
  const coverage = loaded.columns.coverage(header);
  const left = new Set(coverage.questions?.left);
  const isLeft = ({ id: target }: Target): boolean =>
    coverage.elements?.left.some((name) => name.endsWith(`(${target})`)) === true;
  const unfilled = new Set(place.targets.filter(isLeft).map((target) => target.id));
  const known = { asked, left, targets: place.targets, unfilled, columns };
  const found = suggestMapping({
    ...known,
    options: new Map(options.map(([set, map]) => [set, new Set(Object.keys(map))])),
  });
  return { loaded, found: [...found, ...(await findUnits(spec, asked, loaded, { ...tools, notSet }))] };
}

async function readJson<T = unknown>(file: string): Promise<T> {
  const { parseJsonDocument } = await import('../../base/json-document.ts');
  const { throwOnErrors } = await import('../../base/errors.ts');
  const { loadText } = await import('../../base/text-file.ts');
  const document = parseJsonDocument(await loadText(file, file, 'the mapping'));
  throwOnErrors(document.problems);
  return document.value as T;
}

/** New facilities; their units are asked of DHIS2 only where there are any. */
async function findUnits(
  spec: string,
  asked: readonly Question[],
  loaded: LoadedPipeline,
  { log, secrets, notSet }: Tools & { readonly notSet: readonly string[] },
): Promise<Found[]> {
  const [column] = loaded.pipeline.columnsOf('orgUnit', undefined);
  const question = asked.find((one) => one.column === column);
  const table = loaded.parts.tables.get('orgUnits');
  if (!question || !table) return [];
  const isKnown = (value: string): boolean => table.get(value) !== undefined;
  const unlike = suggestUnits(question, isKnown, []);
  if (unlike.length === 0) return [];
  const { sink, connections } = loaded.spec;
  if (hasStandIn(connections[sink.connection ?? '']?.config)) {
    log.warn(`organisation units are not known: ${notSet.join(', ')} not set, so DHIS2 is not asked`);
    return unlike;
  }
  try {
    const { serverOf } = await import('../../pipeline/build-components.ts');
    const { REGISTRY } = await import('../../registry.ts');
    const { fetchAssignedUnits } = await import('../../dhis2/find-place.ts');
    const options = { registry: REGISTRY, folder: dirname(resolve(spec)), log, secrets };
    const client = serverOf(loaded.spec, loaded.spec.sink.connection, options) as Dhis2Client;
    const { of, id } = loaded.place;
    return suggestUnits(question, isKnown, await fetchAssignedUnits(client, of, id));
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
    log.warn(`organisation units are not known: ${error.message}`);
    return unlike;
  }
}

/** Writes what is sure into the files, whose order and layout stay; gives the files, absolute. */
export async function writeSure({ found, loaded }: Suggested): Promise<readonly string[]> {
  const { mapping, lookups } = loaded.spec;
  const sure = found.flatMap(({ sure: is, ...one }) => (is ? [{ ...one, to: is.id }] : []));
  const of = (is: Found['is']): typeof sure => sure.filter((one) => one.is === is);
  const written: string[] = [];
  const edit = async (file: string | undefined, edits: readonly JsonEdit[]): Promise<void> => {
    if (file === undefined || edits.length === 0) return;
    await replaceFile(file, editJson(await readFile(file, 'utf8'), edits));
    written.push(file);
  };
  await edit(
    mapping?.columns.path,
    of('question').map(({ column, to }) => ({ path: [column], value: to })),
  );
  // Where what the form asks is written down, what it asks now is, too.
  if (mapping && existsSync(mapping.labels.path))
    await edit(
      mapping.labels.path,
      of('question').flatMap(({ column, label }) => (column.endsWith(label) ? [] : [{ path: [column], value: label }])),
    );
  const sets = new Set(of('choice').map(({ optionSet = '' }) => optionSet));
  const options = mapping && (await readJson<Record<string, object>>(mapping.options.path));
  const fresh = [...sets].filter((set) => options?.[set] === undefined);
  await edit(mapping?.options.path, [
    ...fresh.map((set) => ({ path: [set], value: {} })),
    ...of('choice').map(({ optionSet = '', value = '', to }) => ({ path: [optionSet, value], value: to })),
  ]);
  const units = of('unit').map(({ value = '', to }) => [value, to] as const);
  const lookup = lookups['orgUnits']?.path;
  if (lookup !== undefined && /\.csv$/i.test(lookup) && units.length > 0) {
    const text = await readFile(lookup, 'utf8');
    await replaceFile(lookup, `${text.replace(/(?<!\n)$/, '\n')}${stringify(units.map((pair) => [...pair]))}`);
    written.push(lookup);
  } else
    await edit(
      lookup,
      units.map(([value, to]) => ({ path: [value], value: to })),
    );
  return written;
}
