/** A YAML file as plain values, with the place and the style of everything in it. One document, YAML 1.2, core schema. */
import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseAllDocuments,
  visit,
  type Document,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { toLineColumn, type Place, type SourceText } from './document.ts';
import type { Part, PlaceOf, Pointer } from './json-document.ts';
import type { Json } from './json.ts';
import { problem, type Problem } from './problem.ts';
import { toYamlProblems } from './yaml-faults.ts';

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

export interface YamlDocument {
  readonly source: SourceText;
  /** Plain values, keys as text; undefined where the text is no YAML. Mutable: the caller owns it. */
  readonly value: Json | undefined;
  /** `yaml/*`. */
  readonly problems: readonly Problem[];
  /** All scalars that are values, in the order of the file. */
  readonly scalars: readonly YamlScalar[];
  readonly cutKeys: readonly CutKey[];
  readonly placeOf: PlaceOf;
}

/** More values than this come of aliases to aliases, not of a person's typing. */
const MAX_NODES = 20_000;
/** The language itself goes no deeper than ten levels. */
const MAX_DEPTH = 100;

/** Parses a YAML file (a byte-order mark allowed). Never throws. */
export function parseYamlDocument(source: SourceText): YamlDocument {
  const parsed = parseAllDocuments(source.text, {
    prettyErrors: false,
    uniqueKeys: false,
    merge: false,
    logLevel: 'silent',
    version: '1.2',
  });
  const [document, second] = 'empty' in parsed ? [] : parsed;
  const whole = { source, start: 0, end: 0 };
  const broken = (problems: readonly Problem[]): YamlDocument => ({
    source,
    value: undefined,
    problems,
    scalars: [],
    cutKeys: [],
    placeOf: () => whole,
  });
  if (!document || document.contents === null) return broken([problem('yaml/empty', {}, whole)]);
  const faults = toYamlProblems(document, source);
  if (second) {
    const start = source.text.lastIndexOf('---', second.range[1]);
    faults.push(problem('yaml/documents', {}, { source, start: Math.max(start, 0), end: Math.max(start, 0) + 3 }));
  }
  if (faults.length > 0) return broken(faults);
  const reader = new Reader(source, document);
  const value = reader.read();
  return {
    source,
    value,
    problems: reader.problems,
    scalars: reader.scalars,
    cutKeys: reader.cutKeys,
    placeOf: (pointer, part = 'value') => reader.findPlace(pointer, part),
  };
}

type Node = unknown;
type Ranged = { readonly range?: readonly [number, number, number] | null };

class Reader {
  readonly problems: Problem[] = [];
  readonly scalars: YamlScalar[] = [];
  readonly cutKeys: CutKey[] = [];
  readonly #source: SourceText;
  readonly #document: Document.Parsed;
  readonly #targets: ReadonlyMap<Node, Node>;
  #nodes = 0;
  #isTooDeep = false;
  #isTooMuch = false;
  readonly #pairs = new WeakMap<YAMLMap, Map<string, Pair>>();

  constructor(source: SourceText, document: Document.Parsed) {
    this.#source = source;
    this.#document = document;
    this.#targets = targetsOf(document);
  }

  read(): Json {
    return this.#value(this.#document.contents, [], undefined, []);
  }

  findPlace(pointer: Pointer, part: Part): Place {
    let node: Node = this.#document.contents;
    let place = this.#placeOf(node);
    for (const [index, step] of pointer.entries()) {
      const target = isAlias(node) ? this.#targets.get(node) : node;
      const pair = isMap(target) ? this.#pairsOf(target).get(String(step)) : undefined;
      const next: Node = pair ? pair.value : isSeq(target) ? target.items[Number(step)] : undefined;
      if (pair && ((part === 'key' && index === pointer.length - 1) || !hasRange(next))) {
        place = this.#placeOf(pair.key);
        if (!hasRange(next)) break;
      } else if (hasRange(next)) {
        place = this.#placeOf(next);
      } else break;
      node = next;
    }
    return place;
  }

  /** The pairs of a map by key, the first of equal keys: places are asked for by the thousand. */
  #pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
    let pairs = this.#pairs.get(map);
    if (!pairs) {
      pairs = new Map();
      for (const one of map.items) {
        const key = this.#keyOf(one);
        if (key !== undefined && !pairs.has(key)) pairs.set(key, one);
      }
      this.#pairs.set(map, pairs);
    }
    return pairs;
  }

  #value(node: Node, pointer: Pointer, flow: Place | undefined, aliases: readonly Node[]): Json {
    this.#nodes += 1;
    if (isAlias(node)) {
      const target = this.#targets.get(node);
      if (target === undefined || aliases.includes(target) || this.#nodes > MAX_NODES) {
        const code = target === undefined ? 'yaml/unknown-alias' : 'yaml/alias';
        // Of aliases beyond what is read the first stands for all.
        if (this.#nodes <= MAX_NODES || !this.#isTooMuch)
          this.problems.push(problem(code, { name: node.source }, this.#placeOf(node)));
        this.#isTooMuch = this.#nodes > MAX_NODES;
        return null;
      }
      return this.#value(target, pointer, flow, [...aliases, target]);
    }
    if (this.#nodes > MAX_NODES) return null;
    if (pointer.length > MAX_DEPTH) return this.#refuseDepth(node);
    if (isScalar(node)) return this.#scalar(node, pointer, flow);
    if (isMap(node)) {
      const around = node.flow ? (flow ?? this.#placeOf(node)) : flow;
      return this.#map(node.items, pointer, around, this.#placeOf(node), aliases);
    }
    if (isSeq(node)) {
      const around = node.flow ? (flow ?? this.#placeOf(node)) : flow;
      return node.items.map((item, index) => this.#value(item, [...pointer, index], around, aliases));
    }
    return null;
  }

  #refuseDepth(node: Node): Json {
    const reason = `it is nested deeper than ${MAX_DEPTH} levels`;
    if (!this.#isTooDeep) this.problems.push(problem('yaml/syntax', { reason }, this.#placeOf(node)));
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
      const key = this.#keyOf(pair);
      const place = this.#placeOf(pair.key);
      if (key === undefined) this.problems.push(problem('yaml/key', {}, place));
      if (key === '<<') this.problems.push(problem('yaml/merge-key', {}, place));
      if (key === undefined || key === '<<') continue;
      const isPlain = isScalar(pair.key) && pair.key.type === 'PLAIN';
      if (isPlain && key.startsWith('=')) this.cutKeys.push({ place, around, flow });
      const line = lines.get(key);
      if (line !== undefined) this.problems.push(problem('yaml/duplicate-key', { key, line }, place));
      lines.set(key, toLineColumn(this.#source.text, place.start).line);
      const value = this.#value(pair.value, [...pointer, key], flow, aliases);
      // A key may be called __proto__: it must become a member like others.
      Object.defineProperty(members, key, { value, writable: true, enumerable: true, configurable: true });
    }
    return members;
  }

  #scalar(node: Scalar, pointer: Pointer, flow: Place | undefined): Json {
    const place = this.#placeOf(node);
    const raw = this.#source.text.slice(place.start, place.end);
    const value = toScalarValue(node);
    this.scalars.push({ pointer, value, style: STYLES[node.type ?? 'PLAIN'] ?? 'plain', place, raw, flow });
    return value;
  }

  /** Text of a key; undefined where it is no text at all. */
  #keyOf(pair: unknown): string | undefined {
    if (!isPair(pair)) return undefined;
    const key = isAlias(pair.key) ? this.#targets.get(pair.key) : pair.key;
    if (!isScalar(key) || key.value === null) return undefined;
    return typeof key.value === 'string' ? key.value : key.source;
  }

  #placeOf(node: Node): Place {
    const [start, end] = (node as Ranged | null)?.range ?? [0, 0];
    return { source: this.#source, start, end };
  }
}

/** What each alias stands for: the anchor of that name that stands last before it. Found in one walk for all of them. */
function targetsOf(document: Document.Parsed): ReadonlyMap<Node, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Node, Node>();
  visit(document, {
    Alias: (_, node) => void targets.set(node, anchors.get(node.source)),
    Value: (_, node) => void (node.anchor !== undefined && anchors.set(node.anchor, node)),
  });
  return targets;
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

function hasRange(node: Node): boolean {
  const range = (node as Ranged | null | undefined)?.range;
  return range !== undefined && range !== null;
}
