import type { Conflict } from './import-summary.ts';

/** Sentences of the importer up to 2.42; of a period they know no name and write `null`. */
const SENTENCES = {
  E7600: 'Data set not found or not accessible: `{0}`',
  E7601: 'User does not have write access for DataSet: `{0}`',
  E7603: 'Org unit not found or not accessible: `{0}`',
  E7604: 'Attribute option combo not found or not accessible: `{0}`',
  E7610: 'Data element not found or not accessible: `{0}`',
  E7611: 'Period not valid: `null`',
  E7612: 'Organisation unit not found or not accessible: `{0}`',
  E7613: 'Category option combo not found or not accessible for writing data: `{0}`',
  E7615: 'Attribute option combo not found or not accessible for writing data: `{0}`',
  E7617: 'Organisation unit: `{0}` not in hierarchy of current user: `{1}`',
  E7618: 'Data value or comment not specified for data element: `{0}`',
  E7619: 'Value must match value type of data element `{0}`: `{1}`',
  E7621: 'Data value is not a valid option of the data element option set: `{0}`',
  E7630: 'Category option combo is required but is not specified',
  E7631: 'Attribute option combo is required but is not specified',
  E7632: 'Period type of period: `null` not valid for data element: `{0}`',
  E7633: 'Data element: `{0}` is not part of dataset: `{1}`',
  E7634: 'Category option combo: `{0}` must be part of category combo of data element: `{1}`',
  E7635: 'Attribute option combo: `{0}` must be part of category combo of data sets of data element: `{1}`',
  E7636: 'Data element: `{0}` must be assigned through data sets to organisation unit: `{1}`',
  E7638: 'Period: `null` is not within date range of attribute option combo: `null`',
  E7640: 'Current date is past expiry days for period: `null`  and data set: `{0}`',
  E7641: 'Period: `null` is after latest open future period: `{0}` for data element: `{1}` and data set: `{2}`',
  E7642: 'Data already approved for data set: `{2}` period: `null` org unit: `{0}` attribute option combo: `{1}`',
  E7643: 'Period: `null` is not open for this data set at this time: `{0}`',
  E7644: 'Period: `null` does not conform to the open periods of associated data sets',
} as const;

export type RowCode = keyof typeof SENTENCES;

/** What a row, or the set itself, is refused for. */
export type RowConflict = Omit<Conflict, 'indexes'>;

/** `property` says what is wrong, `objects` about what; the object behind the property stands out among them. */
export function rowConflict(
  errorCode: RowCode,
  property: string | null,
  objects: Readonly<Record<string, string | null>>,
  ...holes: readonly string[]
): RowConflict {
  const named = Object.entries(objects).filter((entry): entry is [string, string] => entry[1] !== null);
  const about = Object.fromEntries(named);
  const value = SENTENCES[errorCode].replace(/\{(\d)\}/g, (_, at: string) => holes[Number(at)] ?? 'null');
  const object = property === null ? undefined : about[OBJECTS.get(property) ?? property];
  return {
    ...(object === undefined ? {} : { object }),
    objects: about,
    value,
    errorCode,
    ...(property ? { property } : {}),
  };
}

/** Which of the objects a property means, where it is not the one of that name. */
const OBJECTS: ReadonlyMap<string, string> = new Map([
  ['orgUnit', 'organisationUnit'],
  ['value', 'dataElement'],
]);
