import { convertValue, type Converted } from './convert.ts';
import type { Field } from './field.ts';

/** So many values of a field are remembered: those of a question with choices. Free text never comes twice. */
const MOST_KNOWN = 250;
const LONGEST_KNOWN = 100;

/** What the same text became before, by field: most answers are of a few. */
const KNOWN = new WeakMap<Field, Map<string, Converted>>();

/** The same as `convertValue`, and done once for each text that comes again. */
export function convertOnce(field: Field, raw: unknown): Converted {
  if (typeof raw !== 'string' || raw === '' || raw.length > LONGEST_KNOWN) return convertValue(field, raw);
  let known = KNOWN.get(field);
  if (!known) KNOWN.set(field, (known = new Map()));
  const found = known.get(raw);
  if (found) return found;
  const converted = convertValue(field, raw);
  if (known.size < MOST_KNOWN) known.set(raw, converted);
  return converted;
}
