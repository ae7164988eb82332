import type { Cells, Facility, MappingShape, Setup } from './history.ts';
import { ELEMENTS, TAG, UNITS } from './program.ts';

/** A submission as the people in the field know it: one thing, whatever it is called after an edit. */
export interface Submission {
  readonly r: number;
  readonly tag: string;
  readonly root: string;
  uuid: string;
  /** Everything that it has been called. */
  readonly ids: Set<string>;
  isInSource: boolean;
  cells: Cells;
}

/** What DHIS2 should have of a record: property or data element → value; null where it should have none. */
export type Image = ReadonlyMap<string, string | null>;

export function makeSubmission(r: number, cells: Cells): Submission {
  const root = `root-${r}`;
  return { r, tag: `R${r}`, root, uuid: root, ids: new Set([root]), isInSource: true, cells };
}

/** A file is read in pieces of this size; behind the one of the first record, rows are known by their bytes. */
const PIECE = 64 * 1024;

/** The export; with `key: uuid` it has nothing that survives an edit. */
export function toCsv(records: Iterable<Submission>, key: Setup['key']): string {
  const columns = [
    ...(key === 'root' ? ['meta/rootUuid'] : []),
    '_uuid',
    'facility',
    'visit_date',
    'tag',
    'name',
    'beds',
    'note',
  ];
  let text = `${columns.join(',')}\n`;
  let blank = `${' '.repeat(PIECE)}\n`;
  for (const record of records) {
    if (!record.isInSource) continue;
    const { facility, name, beds, note } = record.cells;
    const root = key === 'root' ? [`uuid:${record.root}`] : [];
    text += `${[...root, record.uuid, facility, dayOf(record.r), record.tag, name, beds, note].join(',')}\n${blank}`;
    blank = '';
  }
  return text;
}

/** The last of March, when clocks change in some places, and the days before. */
export function dayOf(r: number): string {
  return `2024-03-${31 - r}`;
}

/** `unmappable`: we say so ourselves. `refused`: DHIS2 says so. */
export function fateOf({ facility, beds }: Cells, mapping: MappingShape): 'good' | 'unmappable' | 'refused' {
  if (facility === 'Nowhere') return 'unmappable';
  if (mapping.questions.includes('beds') && !/^\d+$/.test(beds)) return 'unmappable';
  return facility === 'Gamma' ? 'refused' : 'good';
}

export function wantedOf({ r, tag, cells }: Submission, mapping: MappingShape): Image {
  const image = new Map<string, string | null>([
    ['orgUnit', UNITS[cells.facility as Exclude<Facility, 'Nowhere'>] ?? null],
    ['occurredAt', dayOf(r)],
    ['status', 'COMPLETED'],
    [TAG, tag],
  ]);
  for (const question of mapping.questions) {
    const value = question === 'name' && mapping.isLoud ? `${cells.name}!` : cells[question];
    image.set(ELEMENTS[question], value === '' ? null : value);
  }
  return image;
}

/** Where an event is not as it should be. */
export function differencesOf(wanted: Image, there: Image): string[] {
  return [...wanted].filter(([name, value]) => (there.get(name) ?? null) !== value).map(([name]) => name);
}
