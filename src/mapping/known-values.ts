import { convertValue, type Converted } from './convert.ts';
import { NO_VALUE } from './converted.ts';
import type { Field } from './field.ts';

/** So many values of a field are remembered: those of a question with choices. Free text never comes twice. */
const MOST_KNOWN = 250;
const LONGEST_KNOWN = 100;

/** The same as `convertValue` for one field, and done once for each text that comes again: most answers are of a few. */
export function converterFor(field: Field): (raw: unknown) => Converted {
  const known = new Map<string, Converted>();
  return (raw) => {
    if (raw === '') return NO_VALUE;
    if (typeof raw !== 'string' || raw.length > LONGEST_KNOWN) return convertValue(field, raw);
    const found = known.get(raw);
    if (found) return found;
    const converted = convertValue(field, raw);
    if (known.size < MOST_KNOWN) known.set(raw, converted);
    return converted;
  };
}
