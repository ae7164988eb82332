/** Reads the values of a parsed YAML document, with the place and the style of everything in it. */
import { isAlias, isMap, isScalar, isSeq, type Pair, type Scalar } from 'yaml';
import { toLineColumn, type Place } from './document.ts';
import type { Json } from './json.ts';
import type { Pointer } from './pointer.ts';
import { problem, type Problem } from './problem.ts';
import type { Node, YamlNodes } from './yaml-nodes.ts';

/** How a scalar is written. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

export interface YamlScalar {
  readonly pointer: Pointer;
  readonly value: string | number | boolean | null;
  readonly style: ScalarStyle;
  readonly place: Place;
  /** As it stands in the file, quotes and all. */
  readonly raw: string;
  /** The outermost `{ }` or `[ ]` around it. */
  readonly flow: Place | undefined;
}

/** A plain key that starts with `=`: part of an expression that YAML has cut in two. */
export interface CutKey {
  readonly place: Place;
  /** The collection that it broke. */
  readonly around: Place;
  readonly flow: Place | undefined;
}

/** More values than this come of aliases to aliases, not of a person's typing. */
const MAX_NODES = 20_000;
/** The language itself goes no deeper than ten levels. */
const MAX_DEPTH = 100;

export class YamlReader {
  readonly problems: Problem[] = [];
  readonly scalars: YamlScalar[] = [];
  readonly cutKeys: CutKey[] = [];
  readonly #text: string;
  readonly #nodes: YamlNodes;
  #count = 0;
  #isTooDeep = false;
  #isTooMuch = false;

  constructor(text: string, nodes: YamlNodes) {
    this.#text = text;
    this.#nodes = nodes;
  }

  read(): Json {
    return this.#value(this.#nodes.root, [], undefined, []);
  }

  #value(node: Node, pointer: Pointer, flow: Place | undefined, aliases: readonly Node[]): Json {
    this.#count += 1;
    if (isAlias(node)) {
      const target = this.#nodes.targetOf(node);
      if (target === undefined || aliases.includes(target) || this.#count > MAX_NODES) {
        const code = target === undefined ? 'yaml/unknown-alias' : 'yaml/alias';
        // Of aliases beyond what is read the first stands for all.
        if (this.#count <= MAX_NODES || !this.#isTooMuch)
          this.problems.push(problem(code, { name: node.source }, this.#nodes.placeOf(node)));
        this.#isTooMuch = this.#count > MAX_NODES;
        return null;
      }
      return this.#value(target, pointer, flow, [...aliases, target]);
    }
    if (this.#count > MAX_NODES) return null;
    if (pointer.length > MAX_DEPTH) return this.#refuseDepth(node);
    if (isScalar(node)) return this.#scalar(node, pointer, flow);
    if (isMap(node)) {
      const around = node.flow ? (flow ?? this.#nodes.placeOf(node)) : flow;
      return this.#map(node.items, pointer, around, this.#nodes.placeOf(node), aliases);
    }
    if (isSeq(node)) {
      const around = node.flow ? (flow ?? this.#nodes.placeOf(node)) : flow;
      return node.items.map((item, index) => this.#value(item, [...pointer, index], around, aliases));
    }
    return null;
  }

  #refuseDepth(node: Node): Json {
    const reason = `it is nested deeper than ${MAX_DEPTH} levels`;
    if (!this.#isTooDeep) this.problems.push(problem('yaml/syntax', { reason }, this.#nodes.placeOf(node)));
    this.#isTooDeep = true;
    return null;
  }

  #map(
    items: readonly Pair[],
    pointer: Pointer,
    flow: Place | undefined,
    around: Place,
    aliases: readonly Node[],
  ): Json {
    const members: { [key: string]: Json } = {};
    const lines = new Map<string, number>();
    for (const pair of items) {
      const key = this.#nodes.keyOf(pair);
      const place = this.#nodes.placeOf(pair.key);
      if (key === undefined) this.problems.push(problem('yaml/key', {}, place));
      if (key === '<<') this.problems.push(problem('yaml/merge-key', {}, place));
      if (key === undefined || key === '<<') continue;
      const isPlain = isScalar(pair.key) && pair.key.type === 'PLAIN';
      if (isPlain && key.startsWith('=')) this.cutKeys.push({ place, around, flow });
      const line = lines.get(key);
      if (line !== undefined) this.problems.push(problem('yaml/duplicate-key', { key, line }, place));
      lines.set(key, toLineColumn(this.#text, place.start).line);
      const value = this.#value(pair.value, [...pointer, key], flow, aliases);
      // A key may be called __proto__: it must become a member like others.
      Object.defineProperty(members, key, { value, writable: true, enumerable: true, configurable: true });
    }
    return members;
  }

  #scalar(node: Scalar, pointer: Pointer, flow: Place | undefined): Json {
    const place = this.#nodes.placeOf(node);
    const raw = this.#text.slice(place.start, place.end);
    const value = toScalarValue(node);
    this.scalars.push({ pointer, value, style: STYLES[node.type ?? 'PLAIN'] ?? 'plain', place, raw, flow });
    return value;
  }
}

const STYLES: { readonly [type: string]: ScalarStyle } = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

function toScalarValue(node: Scalar): string | number | boolean | null {
  const { value } = node;
  if (typeof value === 'number' && !Number.isFinite(value)) return node.source ?? String(value);
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return node.source ?? null;
}
