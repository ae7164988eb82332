/** What `etl explain` is asked. */
import { didYouMean, failure, type Near } from './code-row.ts';

export const EXPLAIN_CODES = {
  'explain/no-record': failure<{
    what: string;
    rows: number;
    unreadable: number;
    near?: readonly string[];
    source?: string;
    index?: string;
  }>({
    exitCode: 2,
    message: ({ what, rows, source, index }) =>
      source
        ? `The index knows no ${what}, and the source cannot be read: ${source}`
        : `There is no ${what}: not among the ${rows} records of the source${index ? `; the index cannot be read: ${index}` : ', and not in the index'}.`,
    hint: ({ near }, args) =>
      [
        near && `Near: ${near}.`,
        args.unreadable > 0 && `It may be one of the ${args.unreadable} rows that cannot be read.`,
        'Any id of the record will do, with or without `uuid:`; so will "row 37", or the UID of its event.',
      ]
        .filter(Boolean)
        .join(' '),
    rareArgs: ['source', 'index', 'near'],
    explain: {
      meaning:
        'A record is found by any of its ids, by the number of its row (1 is the first after the header), or by the UID or address of what was sent for it.',
      wrong: 'etl explain visits.yaml 37',
      right: 'etl explain visits.yaml "row 37"',
    },
  }),
  'explain/no-field': failure<{ field: string } & Near>({
    exitCode: 2,
    message: ({ field }) => `Nothing of the record is called "${field}".`,
    hint: (texts) =>
      didYouMean(
        texts,
        'Name a data element (name, label or UID), a property such as orgUnit, or a column that a field reads.',
      ),
    explain: {
      meaning: 'The last word names one value: by its data element, its property, or a column that it is made from.',
      wrong: 'etl explain visits.yaml visit-1 occuredAt',
      right: 'etl explain visits.yaml visit-1 occurredAt',
    },
  }),
};
