/** How long a text may be that a pattern is tried on: what is allowed as a pattern may still take the square of it. */
import { Miss } from './miss.ts';

/** Characters. A value of DHIS2 has 50,000 at most; a pattern of the second degree takes about a second on these. */
export const MOST_MATCHED = 20_000;

/** Throws Miss where a text of so many characters is too long for a pattern. */
export function checkMatched(characters: number): void {
  if (characters > MOST_MATCHED) throw new Miss('expression/text-too-long', '', { characters, most: MOST_MATCHED });
}

/** For jsonata's evaluator, which makes its matchers of this. */
export class BoundedRegExp extends RegExp {
  override exec(text: string): RegExpExecArray | null {
    checkMatched(text.length);
    return super.exec(text);
  }
}
