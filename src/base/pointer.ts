/** Where something stands inside a structured value, whatever the format it is written in. */
import type { Place } from './document.ts';

/** Keys and positions on the way from the root to a value. */
export type Pointer = readonly (string | number)[];

/** Which part of a member is meant: its key, or its value. An item of a list has a value only. */
export type Part = 'key' | 'value';

/** Places in a structured text, whatever its format. What is not there is answered by the nearest thing around it. */
export type PlaceOf = (pointer: Pointer, part?: Part) => Place;

/** `source.versions, entry 2`; the root is the empty text. */
export function toPath(pointer: Pointer): string {
  let path = '';
  for (const step of pointer) {
    if (typeof step === 'number') path = path ? `${path}, entry ${step + 1}` : `entry ${step + 1}`;
    else path = path === '' ? step : `${path}${path.includes(', entry') ? ': ' : '.'}${step}`;
  }
  return path;
}
