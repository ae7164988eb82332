/** What can be wrong where somebody looks at a plan. */
import { didYouMean, failure, type Near } from './code-row.ts';

export const PLAN_CODES = {
  'plan/no-record': failure<{ key: string }>({
    exitCode: 2,
    message: ({ key }) => `The plan has no record with the key ${key}.`,
    hint: () =>
      'A key is a cell of `source.key`, without `uuid:`; the UID in DHIS2 does, too. `--format csv` lists all of them.',
  }),
  'plan/bad-action': failure<{ given: string; known: readonly string[] } & Near>({
    exitCode: 2,
    message: ({ given }) => `--action ${given} is nothing that a plan does.`,
    hint: (texts) => didYouMean(texts, `It takes ${texts.known}, several with commas between.`),
    rareArgs: ['nearest', 'differs'],
  }),
};
