/** How long a text may be that a pattern is tried on: what is allowed as a pattern may still take the square of it. */
import { Miss } from '../../base/miss.ts';
import { riskOfPattern } from './regex-safety.ts';

/** Steps of a search that take half a second or a second. */
const MOST_STEPS = 1_000_000_000;
/** Patterns of a process whose limit is kept; few, since none comes from the data. */
const MOST_KNOWN = 1000;
const KNOWN = new Map<string, number>();

/** The longest text, in characters, that a pattern is sure to be done with in about a second, whatever it says. */
export function mostMatched(pattern: RegExp): number {
  const written = String(pattern);
  const known = KNOWN.get(written);
  if (known !== undefined) return known;
  const risk = riskOfPattern(pattern);
  const letters = 'steps' in risk ? MOST_STEPS / Math.max(risk.steps, 1) : 0;
  const most = Math.floor('steps' in risk && risk.isSquare ? Math.sqrt(letters) : letters);
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  KNOWN.set(written, most);
  return most;
}

/** Throws Miss where a text of so many characters is too long for a pattern. */
export function checkMatched(characters: number, most: number): void {
  if (characters > most) throw new Miss('expression/text-too-long', '', { characters, most });
}

/** For jsonata's evaluator, which makes its matchers of this. */
export class BoundedRegExp extends RegExp {
  /** It hands on what it is given, which may be nothing at all. */
  override exec(text: string | undefined): RegExpExecArray | null {
    checkMatched(text?.length ?? 0, mostMatched(this));
    return super.exec(String(text));
  }
}
