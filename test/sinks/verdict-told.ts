/** What the plan says of one event of a recording: what a mapping makes of its properties, then the sink's own verdict. */
import { EtlError } from '../../src/base/errors.ts';
import { isObject } from '../../src/base/json.ts';
import type { ShapeProperty } from '../../src/contracts/shape.ts';
import type { Sink } from '../../src/contracts/sink.ts';
import { isUid } from '../../src/dhis2/uid.ts';
import { asShown } from '../../src/dhis2/verdict/finding.ts';
import { convertValue } from '../../src/mapping/convert.ts';
import { objectsOf } from '../../src/sandbox/loose-json.ts';
import { EVENT_SHAPE } from '../../src/sinks/assemble-event.ts';

/** One event of an exchange. */
export type Event = Readonly<Record<string, unknown>>;

export interface Told {
  readonly event: string;
  /** DHIS2's own codes, as it would show them. */
  readonly codes: readonly string[];
  /** Codes of ours, under which an event is kept back whatever DHIS2 would say of it. */
  readonly guards: readonly string[];
  /** The event as it would leave. */
  readonly object: Event | undefined;
}

/** Opens the sink of a program, or throws the EtlError with which a plan ends before it begins. */
export type OpenSink = (program: string, stage: string | undefined) => Promise<Sink>;

export async function tellOf(event: Event, openSink: OpenSink): Promise<Told> {
  const uid = String(event['event'] ?? '');
  const nothing = { event: uid, codes: [], guards: [], object: undefined };
  let sink: Sink;
  try {
    sink = await openSink(String(event['program'] ?? ''), String(event['programStage'] ?? '') || undefined);
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
    return { ...nothing, guards: [error.code] };
  }
  const there = isUid(uid) ? (await sink.read([uid])).get(uid) : undefined;
  if (there?.is === 'deleted') return { ...nothing, codes: ['E1082'] };
  const { properties, rejects } = asMapped(event);
  const dataValues = objectsOf(event['dataValues']).map(({ dataElement, value }) => ({
    dataElement: typeof dataElement === 'string' ? dataElement : '',
    value: textOf(value),
  }));
  const object = { ...properties, dataValues };
  // What was sent as null is judged as that.
  const candidate = { ref: { key: '', role: '' }, address: uid, object: object as never, isNew: false };
  const [refusals = []] = await sink.refusals([candidate]);
  const codes = refusals.map(({ code }) => code);
  const guards = [...rejects, ...codes.filter((code) => !SERVER_CODE.test(code))];
  return { event: uid, codes: shownCodes(codes), guards: [...new Set(guards)], object };
}

/** The properties of an event as they come out of a mapping; one that is rejected there stays as it is. */
function asMapped(event: Event): { properties: Event; rejects: readonly string[] } {
  const rejects: string[] = [];
  const properties = EVENT_SHAPE.properties.flatMap((property) => {
    const raw = event[property.name];
    if (raw === undefined || raw === null || raw === '') return [];
    const converted = convertValue(fieldOf(property), raw);
    if (!converted.ok) rejects.push(converted.code);
    return [[property.name, converted.ok ? converted.value : raw] as const];
  });
  return { properties: Object.fromEntries(properties), rejects };
}

function fieldOf(property: ShapeProperty): Parameters<typeof convertValue>[0] {
  const from = { is: 'column', column: property.name } as const;
  return {
    target: { is: 'property', property },
    from,
    when: undefined,
    required: undefined,
    optionMap: undefined,
    place: { source: { file: 'recorded', text: '' }, start: 0, end: 0 },
  };
}

export function textOf(value: unknown): string | null {
  if (isObject(value) && Array.isArray(value['repeat']))
    return String(value['repeat'][0]).repeat(Number(value['repeat'][1]));
  if (typeof value === 'string') return value === '' ? null : value;
  return value == null ? null : JSON.stringify(value);
}

const SERVER_CODE = /^dhis2\/E\d+$/;

export function shownCodes(codes: readonly string[]): string[] {
  const own = codes.filter((code) => SERVER_CODE.test(code)).map((code) => ({ code: code.slice('dhis2/'.length) }));
  return asShown(own)
    .map(({ code }) => code)
    .toSorted();
}
