/** The data set that values go to, and what a run finds out about it before it sends. */
import { failure } from './code-row.ts';

export const DHIS2_DATA_SET_CODES = {
  'dhis2/data-set-not-found': failure<{ dataSet: string; url: string }>({
    exitCode: 3,
    message: ({ dataSet, url }) => `There is no data set ${dataSet} that this user may see, at ${url}.`,
    hint: () => 'Check dataSet under sink, and that the data set is shared with this user.',
  }),
  'dhis2/combo-not-readable': failure<{ dataSet: string; combo: string }>({
    exitCode: 3,
    message: ({ dataSet, combo }) =>
      `Data set ${dataSet} uses the category combination ${combo || 'without id'}, which DHIS2 does not show to this user.`,
    hint: () => 'Ask the administrator of DHIS2 to share it, with its categories and options, with this user.',
  }),
};
