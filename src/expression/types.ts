/** What can be told about a value before there is one. */
import type { Place } from '../base/document.ts';
import type { Header } from '../contracts/record.ts';
import { isFunction } from '../jsonata/compiler/function-values.ts';
import type { Shape } from './text-shapes.ts';

/** Kinds of values, as bits: a type is the set of kinds that a value may have. */
export const KIND = { text: 1, number: 2, boolean: 4, null: 8, list: 16, object: 32, function: 64 } as const;

const EVERY = 127;

export interface Type {
  /** Bits of KIND; 0: always nothing. */
  readonly kinds: number;
  /** The value itself, where the expression says it. */
  readonly literal?: string | number | boolean | null;
  /** The column whose cell it is, untouched. */
  readonly cell?: string;
  /** Of a text: what it looks like. */
  readonly shape?: Shape;
  /** Of the cell of a select-multiple: its words. */
  readonly words?: Shape;
  /** Of a list: its items. */
  readonly items?: Type;
  /** Of a list: the name of the repeat that it is, untouched. */
  readonly repeat?: string;
  /** Of an object: the child of a record that it is. */
  readonly child?: Child;
  /** Of an object: its keys, where all of them are written out. */
  readonly keys?: ReadonlyMap<string, Type>;
  /** Of such an object: how it is written. */
  readonly written?: string;
  /** Of a function: how many arguments it takes. */
  readonly arity?: number;
  /** Of a function: how many of them it cannot do without, where these are fewer. */
  readonly least?: number;
  /** Of a function that is written out: what it gives. */
  readonly body?: Body;
}

/** The child of a record: one of those of a repeat. */
export interface Child {
  /** Of the repeat; with those around it. */
  readonly name: string;
  readonly header: Header;
}

/** A function that is written out, for arguments of given types. */
export interface Body {
  typeFor(types: readonly Type[]): Type;
  leavesFor(types: readonly Type[]): readonly Leaf[];
}

/** One of the values that an expression may come to. */
export interface Leaf {
  readonly type: Type;
  readonly place: Place;
  readonly text: string;
  /** The expression is nothing else. */
  readonly isWhole: boolean;
  /** Of a list: its items. */
  readonly items?: readonly Leaf[];
}

export const ANYTHING: Type = { kinds: EVERY };
export const NOTHING: Type = { kinds: 0 };
export const TEXT: Type = { kinds: KIND.text };
export const NUMBER: Type = { kinds: KIND.number };
export const BOOLEAN: Type = { kinds: KIND.boolean };
export const OBJECT: Type = { kinds: KIND.object };
export const FUNCTION: Type = { kinds: KIND.function };

export function listOf(items: Type): Type {
  return { kinds: KIND.list, items };
}

/** One item of a list, or a list of several; as steps and brackets give them. */
export function oneOrMany(item: Type): Type {
  const items: Type = { kinds: item.kinds, ...(item.child && { child: item.child }) };
  return { ...items, kinds: items.kinds | KIND.list, items };
}

/** What each value of a list is, and what stands by itself where that is no list. */
export function itemOf(type: Type): Type {
  const { items } = type;
  if (!items) return isOnly(type, KIND.list) ? ANYTHING : type;
  return isOnly(type, KIND.list | items.kinds) ? items : ANYTHING;
}

/** The words that a text is made of, where all of them are known. */
export function wordsOf(type: Type | undefined): Shape | undefined {
  const shape = type?.words ?? type?.shape;
  return shape?.values && shape;
}

/** What holds of a value that is one or the other. */
export function union(a: Type, b: Type): Type {
  if (a.kinds === 0) return b;
  if (b.kinds === 0) return a;
  const kinds = a.kinds | b.kinds;
  const items = a.items && b.items ? union(a.items, b.items) : undefined;
  const shape = a.shape === b.shape ? a.shape : undefined;
  const child = a.child?.header === b.child?.header ? a.child : undefined;
  const isItems = kinds === KIND.list || items?.child !== undefined;
  return { kinds, ...(items && isItems && { items }), ...(shape && { shape }), ...(child && { child }) };
}

/** Whether a value of this type can be nothing but of these kinds, and is something at all. */
export function isOnly(type: Type, kinds: number): boolean {
  return type.kinds !== 0 && (type.kinds & ~kinds) === 0;
}

/** Whether a value of this type may be of one of these kinds. */
export function mayBe(type: Type, kinds: number): boolean {
  return (type.kinds & kinds) !== 0;
}

/** The kind of a value at hand; 0 of none. */
export function kindOf(value: unknown): number {
  if (value === null) return KIND.null;
  if (isFunction(value)) return KIND.function;
  return KIND_BY_NAME.get(Array.isArray(value) ? 'array' : typeof value) ?? 0;
}

/** Each kind as JSONata calls it, as people do, and what they call many of them. */
const NAMES: readonly (readonly [kind: number, jsonata: string, name: string, many?: string])[] = [
  [KIND.text, 'string', 'text', 'texts'],
  [KIND.number, 'number', 'a number', 'numbers'],
  [KIND.boolean, 'boolean', 'true or false', 'true and false'],
  [KIND.null, 'null', 'null'],
  [KIND.list, 'array', 'a list'],
  [KIND.object, 'object', 'an object', 'objects'],
  [KIND.function, 'function', 'a function'],
];

const KIND_BY_NAME: ReadonlyMap<string, number> = new Map(NAMES.map(([kind, jsonata]) => [jsonata, kind]));

/** What `$type` may say of a value of this type. */
export function jsonataNames(type: Type): readonly string[] {
  return NAMES.filter(([kind]) => mayBe(type, kind)).map(([, jsonata]) => jsonata);
}

/** How people call it: `text`, `a number or a list`. */
export function kindName(type: Type): string {
  if (type.kinds === EVERY) return 'anything';
  const many = isOnly(type, KIND.list) ? NAMES.find(([kind]) => kind === type.items?.kinds)?.[3] : undefined;
  if (many !== undefined) return `a list of ${many}`;
  const names = NAMES.filter(([kind]) => mayBe(type, kind)).map(([, , name]) => name);
  return names.length === 0 ? 'nothing' : names.join(' or ');
}
