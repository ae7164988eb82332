/** A YAML file as plain values, with the place and the style of everything in it. One document, YAML 1.2, core schema. */
import { parseAllDocuments } from 'yaml';
import type { SourceText } from './document.ts';
import type { Json } from './json.ts';
import type { PlaceOf } from './pointer.ts';
import { problem, type Problem } from './problem.ts';
import { toYamlProblems } from './yaml-faults.ts';
import { YamlNodes } from './yaml-nodes.ts';
import { YamlReader, type CutKey, type YamlScalar } from './yaml-reader.ts';

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
  const nodes = new YamlNodes(source, document);
  const reader = new YamlReader(source.text, nodes);
  const value = reader.read();
  return {
    source,
    value,
    problems: reader.problems,
    scalars: reader.scalars,
    cutKeys: reader.cutKeys,
    placeOf: (pointer, part = 'value') => nodes.findPlace(pointer, part),
  };
}
