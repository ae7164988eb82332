/** Types of the names of a record and of its children: cells, and repeats. */
import type { Header } from '../../contracts/record.ts';
import { ANYTHING, KIND, TEXT, type Child, type Type } from '../types.ts';
import { cellType } from './literal-types.ts';
import type { Known } from './part.ts';

/** A name looked up in the record. While nobody knows the columns of the source, nothing is said of what may be a repeat. */
export function typeOfColumn({ context, structure }: Known, name: string): Type {
  const { header } = context;
  const repeat = repeatIn(header, name);
  if (repeat) return repeatType(name, name, repeat);
  return !header && structure.repeats.has(name) ? ANYTHING : cellType(context, name);
}

/** A name looked up in a child of the record. */
export function typeOfChildColumn({ name: repeat, header }: Child, name: string): Type {
  const path = `${repeat}.${name}`;
  const nested = repeatIn(header, name);
  return nested ? repeatType(name, path, nested) : { ...TEXT, cell: path };
}

/** The columns of the children, where a name is a repeat. */
function repeatIn(header: Header | undefined, name: string): Header | undefined {
  return header?.positions.has(name) === true ? undefined : header?.repeats?.get(name);
}

function repeatType(repeat: string, name: string, header: Header): Type {
  return { kinds: KIND.list, repeat, items: { kinds: KIND.object, child: { name, header } } };
}
