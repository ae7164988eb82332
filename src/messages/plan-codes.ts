/** What can be wrong where somebody looks at a plan. */
import { didYouMean, failure, type Near } from './code-row.ts';

const KEYS =
  'A key is a cell of `source.key`, without `uuid:`; the UID in DHIS2 does, too. `--format csv` lists all of them.';

export const PLAN_CODES = {
  'plan/no-record': failure<{ key: string; leftAlone?: number }>({
    exitCode: 2,
    message: ({ key, leftAlone }) =>
      leftAlone
        ? `The plan has no line of a record with the key ${key}; ${leftAlone} unchanged records have none, since they were not mapped.`
        : `The plan has no record with the key ${key}.`,
    hint: ({ leftAlone }) => (leftAlone ? `\`etl plan SPEC --key KEY\` maps and shows it all the same. ${KEYS}` : KEYS),
    rareArgs: ['leftAlone'],
  }),
  'plan/bad-action': failure<{ given: string; known: readonly string[] } & Near>({
    exitCode: 2,
    message: ({ given }) => `--action ${given} is nothing that a plan does.`,
    hint: (texts) => didYouMean(texts, `It takes ${texts.known}, several with commas between.`),
    rareArgs: ['nearest', 'differs'],
  }),
};
