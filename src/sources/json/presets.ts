/** Servers whose answers are known, each a declaration of what would stand in the spec otherwise. */

/** What a preset says; formulas are texts of JSONata. */
export interface Preset {
  readonly path?: string;
  readonly query: Readonly<Record<string, string>>;
  readonly pageSize: Readonly<Record<string, number>>;
  readonly records: string;
  readonly next: string;
  readonly total: string;
  readonly pages: 'position' | 'cursor';
  readonly id: string;
  /** The server has the form, which says more of the columns than the records do. */
  readonly hasForm?: true;
  /** Values of variables that its formulas use. */
  readonly names?: Readonly<Record<string, unknown>>;
}

/** What a preset needs of the spec. */
export interface PresetConfig {
  readonly asset?: string | undefined;
  readonly query: Readonly<Record<string, unknown>>;
}

export const PRESETS = { kobo, odk: () => ODK, commcare: () => COMMCARE } as const satisfies Record<
  string,
  (config: PresetConfig) => Preset
>;

/**
 * API v2. Pages begin behind the last `_id`, which grows: a submission that is deleted meanwhile moves none of the others.
 * `count` is then of those that are left. A `query` of the spec narrows all of it.
 */
function kobo({ asset = '', query }: PresetConfig): Preset {
  const filter = query['query'];
  return {
    path: `/api/v2/assets/${asset}/data/`,
    query: { format: 'json', sort: '{"_id":1}' },
    pageSize: { limit: 1000 },
    records: 'results',
    next: `count > $count(results) and $count(results) > 0
      ? {"query": $before & "{\\"_id\\":{\\"$gt\\":" & $string($last._id) & "}}" & $behind}`,
    total: 'count + $read',
    pages: 'cursor',
    id: '_id',
    hasForm: true,
    names: {
      before: filter === undefined ? '' : `{"$and":[${String(filter)},`,
      behind: filter === undefined ? '' : ']}',
    },
  };
}

/** OData of ODK Central: its next pages begin behind a submission ($skiptoken), and each answer counts all. */
const ODK: Preset = {
  query: { $count: 'true', $expand: '*', $wkt: 'true' },
  pageSize: { $top: 1000 },
  records: 'value',
  next: '`@odata.nextLink`',
  total: '`@odata.count`',
  pages: 'cursor',
  id: '__id',
};

/** The list of forms of CommCare HQ (API v0.5 and v1): pages by position, oldest first. */
const COMMCARE: Preset = {
  query: { order_by: 'received_on' },
  pageSize: { limit: 1000 },
  records: 'objects',
  next: 'meta.next',
  total: 'meta.total_count',
  pages: 'position',
  id: 'id',
};
