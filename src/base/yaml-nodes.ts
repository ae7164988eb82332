/** The nodes of a parsed YAML document: what each stands for, and where. */
import { isAlias, isMap, isPair, isScalar, isSeq, visit, type Document, type Pair, type YAMLMap } from 'yaml';
import type { Place, SourceText } from './document.ts';
import type { Part, Pointer } from './pointer.ts';

export type Node = unknown;
type Ranged = { readonly range?: readonly [number, number, number] | null };

export class YamlNodes {
  readonly root: Node;
  readonly #source: SourceText;
  readonly #targets: ReadonlyMap<Node, Node>;
  readonly #pairs = new WeakMap<YAMLMap, Map<string, Pair>>();

  constructor(source: SourceText, document: Document.Parsed) {
    this.#source = source;
    this.root = document.contents;
    this.#targets = targetsOf(document);
  }

  /** What stands at a pointer; where nothing does, the nearest thing around it. */
  findPlace(pointer: Pointer, part: Part): Place {
    let node: Node = this.root;
    let place = this.placeOf(node);
    for (const [index, step] of pointer.entries()) {
      const target = isAlias(node) ? this.#targets.get(node) : node;
      const pair = isMap(target) ? this.#pairsOf(target).get(String(step)) : undefined;
      const next: Node = pair ? pair.value : isSeq(target) ? target.items[Number(step)] : undefined;
      if (pair && ((part === 'key' && index === pointer.length - 1) || !hasRange(next))) {
        place = this.placeOf(pair.key);
        if (!hasRange(next)) break;
      } else if (hasRange(next)) {
        place = this.placeOf(next);
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
      for (const pair of map.items) {
        const key = this.keyOf(pair);
        if (key !== undefined && !pairs.has(key)) pairs.set(key, pair);
      }
      this.#pairs.set(map, pairs);
    }
    return pairs;
  }

  /** What an alias stands for. */
  targetOf(alias: Node): Node {
    return this.#targets.get(alias);
  }

  /** Text of a key; undefined where it is no text at all. */
  keyOf(pair: unknown): string | undefined {
    if (!isPair(pair)) return undefined;
    const key = isAlias(pair.key) ? this.#targets.get(pair.key) : pair.key;
    if (!isScalar(key) || key.value === null) return undefined;
    return typeof key.value === 'string' ? key.value : key.source;
  }

  placeOf(node: Node): Place {
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

function hasRange(node: Node): boolean {
  const range = (node as Ranged | null | undefined)?.range;
  return range !== undefined && range !== null;
}
