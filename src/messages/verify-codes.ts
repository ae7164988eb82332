/** What is found where unchanged records are compared with DHIS2. */
import { row } from './code-row.ts';

export const VERIFY_CODES = {
  'index/edited-since-sent': row<{ what?: string; targets?: readonly string[] }>({
    who: 'analyst',
    message: ({ what, targets }) =>
      `The record has not changed, but somebody has edited its ${what || 'event'} in DHIS2 since it was sent${targets && `: ${targets}`}.`,
    hint: () =>
      'Put it right in DHIS2, or in Kobo. To send ours over it, set reconcile.editedInDhis2 to overwrite; to leave theirs, to keep.',
  }),
};
