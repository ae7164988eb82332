import type { Texts, Who } from './code-row.ts';

/**
 * Of a value on which a field stumbled: what the field could be written as, its own expression made to take the value too;
 * empty where no expression helps. Absent where no field is known.
 */
export type Instead = { readonly instead?: string };

const MEND = 'Correct the answer in Kobo';

/** What to do about such a value; `generally`: where no field is known; `provided`: what has to be so. */
export function orWrite(texts: Texts<Instead>, { instead }: Instead, generally: string, provided = ''): string {
  if (instead === undefined) return generally;
  if (instead === '') return `${MEND}.`;
  return `${MEND}; or, ${provided && `${provided}, `}write ${texts.instead} in its field under \`transform\`.`;
}

/** The analyst, where an expression helps. */
export function whoWrites({ instead }: Instead): Who | undefined {
  if (instead === undefined) return undefined;
  return instead === '' ? 'source' : 'analyst';
}
