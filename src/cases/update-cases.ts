/** Writes what comes now in place of what failing cases expect. What is as expected, and every comment, stays as it is. */
import { isMap, isScalar, parseDocument, stringify, type Document, type Pair, type YAMLMap } from 'yaml';
import type { Json, JsonObject } from '../base/json.ts';
import { replaceFile } from '../base/replace-file.ts';
import type { FieldReason } from '../contracts/shape.ts';
import type { TargetNames } from './target-names.ts';
import type { TestedCase, TestedSpec } from './test-cases.ts';

/** A stretch of the text, and what is to stand there. */
interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Writes the file of cases anew; gives the names of the cases whose expectations have changed. Throws EtlError `file/*`. */
export async function updateCases({ file, cases, names }: TestedSpec): Promise<readonly string[]> {
  const failing = cases.filter(({ failures }) => failures.length > 0);
  if (failing.length === 0) return [];
  const { text } = file.source;
  const document = parseDocument(text, { keepSourceTokens: true });
  const splices = failing.flatMap((one) => new CaseUpdate(text, document, one, names).splices());
  const updated = apply(text, splices);
  if (parseDocument(updated).errors.length > 0) throw new Error(`${file.path} would be no YAML any more`);
  await replaceFile(file.path, updated);
  return failing.map(({ case: { name } }) => name);
}

function apply(text: string, splices: readonly Splice[]): string {
  let updated = text;
  for (const { start, end, text: part } of splices.toSorted((a, b) => b.start - a.start || b.end - a.end))
    updated = updated.slice(0, start) + part + updated.slice(end);
  return updated;
}

/** Keys that say what is to become of the record: a case has one of them. */
const WAYS = ['expect', 'exactly', 'rejects', 'excluded'] as const;

class CaseUpdate {
  readonly #text: string;
  readonly #tested: TestedCase;
  readonly #names: TargetNames;
  readonly #map: YAMLMap;

  constructor(text: string, document: Document, tested: TestedCase, names: TargetNames) {
    this.#text = text;
    this.#tested = tested;
    this.#names = names;
    this.#map = document.getIn(tested.case.pointer, true) as YAMLMap;
  }

  splices(): Splice[] {
    // What stands elsewhere, and here by its alias, is not written anew in two places.
    if (!isMap(this.#map)) return [];
    const { case: one, outcome } = this.#tested;
    const ofVersion =
      one.version && outcome.version !== undefined && one.version.value !== outcome.version
        ? this.#replaceScalar(this.#pair('version')?.value, outcome.version)
        : [];
    return [...ofVersion, ...this.#ofResults(), ...this.#ofWay()];
  }

  #ofWay(): Splice[] {
    const { case: one, outcome } = this.#tested;
    const pair = WAYS.map((key) => this.#pair(key)).find((found) => found !== undefined);
    const isTold = one.version !== undefined || one.results.length > 0;
    if (!pair && isTold) return [];
    if (one.expected?.is === 'fields' && outcome.is === 'mapped' && pair && isMap(pair.value))
      return this.#ofFields(pair.value, one.expected.isExact);
    if (one.expected?.is === 'excluded' && outcome.is === 'excluded') return [];
    return [this.#whole(pair)];
  }

  /** Values of fields, each in its place. */
  #ofFields(map: YAMLMap, isExact: boolean): Splice[] {
    const { values } = this.#tested.outcome;
    const named = new Set<string>();
    const changed = map.items.flatMap((item): Splice[] => {
      const name = String(isScalar(item.key) ? (item.key.source ?? item.key.value) : item.key);
      const expected = this.#fieldCalled(name);
      if (!expected) return [];
      named.add(expected.target);
      const actual = values.get(expected.target) ?? null;
      return expected.isFailing(actual) ? this.#replaceScalar(item.value, actual) : [];
    });
    const others = isExact ? [...values].filter(([target, value]) => value !== null && !named.has(target)) : [];
    if (others.length === 0) return changed;
    const pair = this.#pair('exactly');
    return pair ? [this.#whole(pair)] : changed;
  }

  #fieldCalled(name: string): { readonly target: string; isFailing(actual: Json): boolean } | undefined {
    const { expected } = this.#tested.case;
    const field = expected?.is === 'fields' ? expected.fields.find((one) => one.name === name) : undefined;
    const found = field && this.#names.targetOf(field);
    if (!field || !found || 'code' in found) return undefined;
    return {
      target: found.target,
      isFailing: (actual) => JSON.stringify(field.value === '' ? null : field.value) !== JSON.stringify(actual),
    };
  }

  #ofResults(): Splice[] {
    const list = this.#pair('values')?.value as { readonly items?: readonly unknown[] } | undefined;
    return this.#tested.case.results.flatMap((result, at) => {
      const gives = this.#tested.gives[at];
      const item = list?.items?.[at];
      if (gives === undefined || !isMap(item) || JSON.stringify(gives) === JSON.stringify(result.value)) return [];
      const pair = item.items.find((one) => isScalar(one.key) && one.key.value === 'gives');
      return pair ? this.#replaceScalar(pair.value, gives as Json) : [];
    });
  }

  /** What is expected, written as a whole; in the place of `pair`, or at the end of the case. */
  #whole(pair: Pair | undefined): Splice {
    const isExact = isScalar(pair?.key) && pair.key.value === 'exactly';
    const text = this.#map.flow === true ? toFlow(this.#way(isExact)) : this.#toBlock(this.#way(isExact));
    if (pair) return { start: startOf(pair.key), end: this.#endOf(pair.value), text };
    const last = this.#endOf(this.#map.items.at(-1)?.value);
    if (this.#map.flow === true) return { start: last, end: last, text: `, ${text}` };
    const line = this.#text.indexOf('\n', last);
    const end = line < 0 ? this.#text.length : line;
    return { start: end, end, text: `\n${' '.repeat(this.#column)}${text}` };
  }

  #toBlock(way: JsonObject): string {
    return stringify(way, { lineWidth: 0 })
      .trimEnd()
      .replaceAll('\n', `\n${' '.repeat(this.#column)}`);
  }

  #way(isExact: boolean): JsonObject {
    const { outcome } = this.#tested;
    if (outcome.is === 'excluded') return { excluded: true };
    if (outcome.is === 'rejected') return { rejects: outcome.rejects.map(toWritten) };
    const filled = [...outcome.values].filter(([, value]) => value !== null);
    const fields = Object.fromEntries(filled.map(([target, value]) => [this.#names.nameOf(target), value]));
    return isExact ? { exactly: fields } : { expect: fields };
  }

  #replaceScalar(node: unknown, value: Json): Splice[] {
    if (node === null || node === undefined) return [];
    const isQuoted = isScalar(node) && node.type === 'QUOTE_DOUBLE' && typeof value === 'string';
    // Within brackets some signs end a text.
    const isPlain = !isQuoted && (typeof value !== 'string' || !/[,[\]{}]/.test(value));
    const text =
      isPlain && typeof value !== 'object' ? stringify(value, { lineWidth: 0 }).trimEnd() : JSON.stringify(value);
    return [{ start: startOf(node), end: this.#endOf(node), text }];
  }

  #pair(key: string): Pair | undefined {
    return this.#map.items.find((item) => isScalar(item.key) && item.key.value === key);
  }

  /** Characters before the keys of the case. */
  get #column(): number {
    const start = startOf(this.#map.items[0]?.key);
    return start - (this.#text.lastIndexOf('\n', start - 1) + 1);
  }

  /** Where a value ends, without the line end and the comments that follow it. */
  #endOf(node: unknown): number {
    const [start, end] = (node as { readonly range?: readonly [number, number, number] | null }).range ?? [0, 0];
    return start + this.#text.slice(start, end).trimEnd().length;
  }
}

/** In one line, within brackets. */
function toFlow(way: JsonObject): string {
  return Object.entries(way)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
    .join(', ');
}

function startOf(node: unknown): number {
  return (node as { readonly range?: readonly [number, number, number] | null }).range?.[0] ?? 0;
}

function toWritten({ code, column }: FieldReason): Json {
  return column === undefined ? code : { code, column };
}
