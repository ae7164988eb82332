/** Where a record, and what is at fault in it, stands in the source: in words of the source. */
import { EtlError } from '../base/errors.ts';
import { withArgs } from '../messages/reason.ts';
import type { Reject } from '../base/problem.ts';
import type { SourceRecord } from '../contracts/record.ts';
import type { Refusal, Sink } from '../contracts/sink.ts';
import type { KnownRecord } from './plan-line.ts';
import { where } from './plan-line-parts.ts';
import type { Pipeline } from './pipeline.ts';

/** What of a pipeline tells where things come from. */
export type Origins = Pick<Pipeline, 'columnsOf' | 'questionOf' | 'sink'>;

/**
 * The cells that say where a record belongs, for people know no UIDs: `FACILITY = "North Hospital"`; undefined where no
 * cell does.
 */
export function facilityOf(
  { columnsOf, sink }: Pick<Origins, 'columnsOf' | 'sink'>,
  { header, cells }: SourceRecord,
  version: string | undefined,
): string | undefined {
  const [place] = sink.whereAndWhen;
  const columns = place === undefined ? [] : columnsOf(place, version);
  let told = '';
  for (const column of columns) {
    const cell = cells[header.positions.get(column) ?? -1]?.trim() ?? '';
    if (cell !== '') told += `${told === '' ? '' : ', '}${column} = "${cell}"`;
  }
  return told === '' ? undefined : told;
}

/** A place that is known by the sink's name alone: `North Hospital (OuNorth0001)`, where the source has a word for it. */
export function placeText({ placeNameOf }: Pick<Pipeline, 'placeNameOf'>, place: string): string {
  const name = placeNameOf(place);
  return name === undefined ? place : `${name} (${place})`;
}

/** The same failure; one that speaks of a place says what the source calls it. */
export function withPlaceNamed(error: unknown, { placeNameOf }: Pick<Pipeline, 'placeNameOf'>): unknown {
  if (!(error instanceof EtlError)) return error;
  const { code, args }: EtlError = error;
  const { orgUnit } = args;
  const facility = typeof orgUnit === 'string' ? placeNameOf(orgUnit) : undefined;
  return facility === undefined ? error : new EtlError(code, { ...args, facility } as never, { cause: error });
}

/** A refusal with the row and the column that it comes from, and the place as the source calls it. */
export function toReject(
  pipeline: Origins,
  line: Pick<KnownRecord, 'key' | 'row' | 'line' | 'sheet' | 'version' | 'facility'>,
  refusal: Refusal,
): Reject {
  const { columnsOf, sink } = pipeline;
  const { target, ...why } = sink.explain?.(refusal) ?? refusal;
  const columns = target === undefined ? [] : columnsOf(target, line.version);
  const isOfPlace = target === sink.whereAndWhen[0] || 'orgUnit' in why.args;
  const told = isOfPlace && line.facility !== undefined ? withArgs(why, { facility: line.facility }) : why;
  const [column] = columns;
  const at = { ...where(line), ...(columns.length === 1 && column !== undefined && { column }) };
  return withQuestion(pipeline, { ...told, ...at, ...labelled(sink, target, why.field) });
}

/** The same; of a column with what the form asks in it, which people know better than what DHIS2 calls it. */
export function withQuestion<W extends Pick<Reject, 'column' | 'label'>>(
  { questionOf }: Pick<Pipeline, 'questionOf'>,
  why: W,
): W {
  const question = why.column === undefined ? undefined : questionOf(why.column);
  return question === undefined || question === why.column ? why : { ...why, label: question };
}

/** What the form calls a target, unless that is the name by which it is told already. */
export function labelled(
  sink: Pick<Sink, 'labelOf'>,
  target: string | undefined,
  field: string | undefined,
): Pick<Reject, 'label'> {
  const label = target === undefined ? undefined : sink.labelOf?.(target);
  return label === undefined || field?.startsWith(`${label} (`) ? {} : { label };
}
