/** What codes say in French: loaded only where the pages of a spec are in French. */
import type { Args } from '../args.ts';
import { describeBy, type Description, type Manner } from '../describe.ts';
import { ANSWER_WORDS } from './answer-words.ts';
import { DATA_SET_WORDS } from './data-set-words.ts';
import { DRIFT_WORDS } from './drift-words.ts';
import { EVENT_WORDS, REFUSAL_WORDS } from './event-words.ts';
import { CONFLICT_WORDS } from './form-words.ts';
import { INDEX_FILE_WORDS } from './index-file-words.ts';
import { INDEX_WORDS, VERIFY_WORDS } from './index-words.ts';
import { EXPRESSION_WORDS, FIELD_WORDS, GROUP_WORDS, LOOKUP_WORDS } from './lookup-words.ts';
import { GUARD_WORDS, IGNORED_WORDS, RUN_WORDS } from './night-words.ts';
import { inItsWords } from './phrases.ts';
import {
  SOURCE_FILE_WORDS,
  SOURCE_HEADER_WORDS,
  SOURCE_PAGES_WORDS,
  WORKBOOK_FILE_WORDS,
} from './source-file-words.ts';
import { SOURCE_DRIFT_WORDS, SOURCE_JSON_WORDS, SOURCE_WORDS, WORKBOOK_WORDS } from './source-words.ts';
import { FILE_WORDS, MAPPING_FILE_WORDS, STORAGE_WORDS } from './storage-words.ts';
import { HELPER_WORDS, VALUE_WORDS } from './value-words.ts';
import { DHIS2_WORDS, HTTP_WORDS } from './way-words.ts';
import type { ServerArgs } from '../refusal-words.ts';
import type { Words } from './words-for.ts';

const FRENCH = {
  ...ANSWER_WORDS,
  ...CONFLICT_WORDS,
  ...DATA_SET_WORDS,
  ...DHIS2_WORDS,
  ...DRIFT_WORDS,
  ...EVENT_WORDS,
  ...EXPRESSION_WORDS,
  ...FIELD_WORDS,
  ...FILE_WORDS,
  ...GROUP_WORDS,
  ...GUARD_WORDS,
  ...HELPER_WORDS,
  ...HTTP_WORDS,
  ...IGNORED_WORDS,
  ...INDEX_FILE_WORDS,
  ...INDEX_WORDS,
  ...LOOKUP_WORDS,
  ...MAPPING_FILE_WORDS,
  ...REFUSAL_WORDS,
  ...RUN_WORDS,
  ...SOURCE_DRIFT_WORDS,
  ...SOURCE_FILE_WORDS,
  ...SOURCE_HEADER_WORDS,
  ...SOURCE_JSON_WORDS,
  ...SOURCE_PAGES_WORDS,
  ...SOURCE_WORDS,
  ...STORAGE_WORDS,
  ...VALUE_WORDS,
  ...VERIFY_WORDS,
  ...WORKBOOK_FILE_WORDS,
  ...WORKBOOK_WORDS,
} satisfies Record<string, Words<never>>;

/** DHIS2's own codes are an open set: their text is the server's. */
const OF_THE_SERVER: Words<ServerArgs> = { message: inItsWords };

const MANNER: Manner = {
  andMore: (count) => `et ${count.toLocaleString('fr')} autres`,
  inQuotes: 'Alors tout entre guillemets, le = aussi : pour YAML, deux-points et espace ont un sens.',
};

/** Says a code that came with its args; undefined where there are no French words for it. */
export function tellInFrench(code: string, args: Args): Description | undefined {
  const words: Words<never> | undefined = Object.hasOwn(FRENCH, code)
    ? FRENCH[code as keyof typeof FRENCH]
    : /^dhis2\/E\d+$/.test(code)
      ? OF_THE_SERVER
      : undefined;
  return words && describeBy(words, args, MANNER);
}

/** Codes that French has words for. */
export function codesInFrench(): readonly string[] {
  return Object.keys(FRENCH);
}
