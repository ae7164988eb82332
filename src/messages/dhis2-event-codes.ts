/** One event that cannot go, or did not go through. */
import { row } from './code-row.ts';

export const DHIS2_EVENT_CODES = {
  'dhis2/bad-property': row<{ property: string; needed: string }>({
    who: 'analyst',
    message: ({ property, needed }) => `${property} cannot be sent: ${needed} is needed.`,
    hint: ({ property }) => `Look at ${property} under \`transform\` in the spec.`,
  }),
  'dhis2/nul': row<{ field: string }>({
    who: 'source',
    message: ({ field }) => `The value of ${field} holds the character U+0000, which DHIS2 cannot store.`,
    hint: () => 'Take it out of the source; it comes of broken or binary text.',
  }),
  'dhis2/broken-text': row<{ field: string }>({
    who: 'source',
    message: ({ field }) => `The value of ${field} holds half a character, and DHIS2 would keep a ? in its place.`,
    hint: () => 'Take it out of the source; it comes of text that was cut, or read in another encoding.',
  }),
  'dhis2/day-moves': row<{ property: string; from: string }>({
    who: 'source',
    message: ({ property, from }) => `DHIS2 would keep another day in ${property}: before ${from} it counts otherwise.`,
    hint: () => 'Correct the day in the source; the year is a slip, mostly.',
  }),
  'dhis2/duplicate-data-element': row<{ field: string }>({
    who: 'analyst',
    message: ({ field }) => `Data element ${field} is there twice; releases of DHIS2 differ in which value they keep.`,
    hint: () => 'Map it once.',
  }),
  'dhis2/too-large': row<{ what: string; kilobytes: number }>({
    who: 'dhis2',
    message: ({ what, kilobytes }) =>
      `The ${what} alone is more than DHIS2, or the proxy before it, takes in one request (413, ${kilobytes} kB).`,
    hint: () =>
      'Ask the administrator of DHIS2 to let larger requests through (nginx: client_max_body_size), or map fewer values.',
  }),
  'dhis2/unreadable-event': row<{ status: number; message: string }>({
    who: 'analyst',
    message: ({ status, message }) => `DHIS2 could not read the event (${status}${message && `, ${message}`}).`,
    hint: () =>
      'Look at what was sent (`sent.ndjson.gz` in the run’s folder), and mend the expression of the value that DHIS2 names.',
  }),
};
