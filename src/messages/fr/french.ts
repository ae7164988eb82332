/** What codes say in French: loaded only where the pages of a spec are in French. */
import type { Args } from '../args.ts';
import { describeBy, type Description, type Manner } from '../describe.ts';
import { VALUE_WORDS } from './value-words.ts';
import type { Words } from './words-for.ts';

const FRENCH = {
  ...VALUE_WORDS,
} satisfies Record<string, Words<never>>;

const MANNER: Manner = {
  andMore: (count) => `et ${count.toLocaleString('fr')} autres`,
  inQuotes: 'Alors tout entre guillemets, le = aussi : pour YAML, deux-points et espace ont un sens.',
};

/** Says a code that came with its args; undefined where there are no French words for it. */
export function tellInFrench(code: string, args: Args): Description | undefined {
  const words: Words<never> | undefined = Object.hasOwn(FRENCH, code) ? FRENCH[code as keyof typeof FRENCH] : undefined;
  return words && describeBy(words, args, MANNER);
}

/** Codes that French has words for. */
export function codesInFrench(): readonly string[] {
  return Object.keys(FRENCH);
}
