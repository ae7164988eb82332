import type { Args } from './args.ts';
import { describe, type Description } from './describe.ts';

/** In which people are spoken to. */
export type Language = 'en' | 'fr';

/** Says a code that came with its args, in a language; undefined where this language has no words for it. */
export type Tell = (code: string, args: Args) => Description | undefined;

/** Loads the words of a language. English is there in any case; the others are loaded only where they are wanted. */
export async function loadTell(language: Language): Promise<Tell> {
  if (language === 'fr') return (await import('./fr/french.ts')).tellInFrench;
  return (code, args) => describe(code as Parameters<typeof describe>[0], args as Parameters<typeof describe>[1]);
}
