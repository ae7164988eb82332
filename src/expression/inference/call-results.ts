/** What built-ins and helpers give, as far as their arguments tell: more than a signature can say. */
import { HELPERS } from '../helpers/helper-table.ts';
import type { Known } from './part.ts';
import { oneOf, unchangedBy, upTo, type Shape } from '../text-shapes.ts';
import { isOnly, jsonataNames, KIND, listOf, NUMBER, oneOrMany, union, wordsOf, type Type } from '../types.ts';

/** Type of a call whose arguments have the right number; `general` is what the signature says. */
export function resultOf(known: Known, name: string, types: readonly Type[], general: Type): Type {
  const { context, isFunction } = known;
  if (name === 'match') return { kinds: KIND.object | KIND.list };
  if (name === 'append' && types.length === 2) {
    const item = types.map((one) => one.items ?? one).reduce((a, b) => union(a, b));
    if (item.child) return oneOrMany(item);
    const kinds = types.reduce((all, one) => all | one.kinds, 0);
    return (kinds & KIND.list) === 0 && kinds !== 0 ? { kinds: kinds | KIND.list } : general;
  }
  const ofChildren = resultOfChildren(name, types);
  if (ofChildren) return ofChildren;
  const helper = HELPERS.get(name);
  const shape = helper ? helper.shapeOf?.({ types, context, isFunction }) : shapeOf(name, types);
  if (!shape) return general;
  if (isOnly(general, KIND.text)) return { ...general, shape };
  return general.items && isOnly(general.items, KIND.text) ? listOf({ kinds: KIND.text, shape }) : general;
}

/** Of a list of children: some of them, or what a function makes of each. */
function resultOfChildren(name: string, [list, callee]: readonly Type[]): Type | undefined {
  const { items } = list ?? {};
  if (!list || !items?.child) return undefined;
  switch (name) {
    case 'filter':
    case 'sort':
    case 'reverse':
    case 'distinct':
      return oneOrMany(items);
    case 'single':
      return items;
    case 'map': {
      const made = callee?.body?.typeFor([items, NUMBER, list]);
      return made && made.kinds !== 0 ? oneOrMany(made) : undefined;
    }
    default:
      return undefined;
  }
}

/** What the texts of a built-in look like; of a list, its items. */
function shapeOf(name: string, types: readonly Type[]): Shape | undefined {
  const [first, , third] = types;
  switch (name) {
    case 'split':
      return wordsOf(first);
    case 'uppercase':
      return changed(first, 'all in capital letters', (text) => text.toUpperCase());
    case 'lowercase':
      return changed(first, 'all in small letters', (text) => text.toLowerCase());
    case 'trim':
      return changed(first, 'without blanks around', (text) => text.trim().replace(/\s+/g, ' '));
    case 'substring':
      return typeof third?.literal === 'number' && third.literal > 0 ? upTo(third.literal) : undefined;
    case 'type':
      return first && oneOf(new Set(jsonataNames(first)));
    default:
      return undefined;
  }
}

/** Known words stay known words in capital letters. */
function changed(first: Type | undefined, name: string, change: (text: string) => string): Shape {
  const { values, isCustom } = first?.shape ?? {};
  if (!values) return unchangedBy(name, change);
  return { ...oneOf(new Set([...values].map(change))), ...(isCustom && { isCustom }) };
}
