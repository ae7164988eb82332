/** Objects as flat lists of targets, so that what a record says, what was sent and what is there can be laid side by side. */
import { canonicalJson, type Json, type JsonObject } from '../base/json.ts';
import type { Filled } from '../contracts/shape.ts';
import type { Sink } from '../contracts/sink.ts';

/** Each property and each open-ended value that there is, null ones too. */
export type Targets = ReadonlyMap<string, Json>;

/** The targets of an object of the sink; it need not be connected. */
export function targetsIn({ shapes, valuesOf }: Pick<Sink, 'shapes' | 'valuesOf'>, object: JsonObject): Targets {
  const properties = shapes.flatMap((shape) => shape.properties).filter(({ name }) => object[name] !== undefined);
  return new Map<string, Json>([
    ...properties.map(({ name }) => [name, object[name] as Json] as const),
    ...valuesOf(object),
  ]);
}

/** The same of what a record has for an object, before the sink has made one of it. */
export function targetsFilled({ properties, names, values }: Filled): Targets {
  return new Map<string, Json>([
    ...Object.entries(properties),
    ...names.map((name, at) => [name, values[at] ?? null] as const),
  ]);
}

/** Whether two values say the same; a blank is no value. */
export function isSame(a: Json | undefined, b: Json | undefined): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}

/** For `--json`: names come from data, and none of them may become a prototype. */
export function toObject(targets: Targets): Readonly<Record<string, Json>> {
  const object = Object.create(null) as Record<string, Json>;
  for (const [target, value] of targets) object[target] = value;
  return object;
}

/** For a sink that can make no objects before it is connected: what is filled, as it is. */
export const AS_FILLED: Pick<Sink, 'assemble'> = {
  assemble(filled) {
    const missing = filled.blanks.filter(({ required }) => required === 'always');
    if (missing.length > 0) return { reasons: missing.map((blank) => blank.why()) };
    return { object: toObject(targetsFilled(filled)) };
  },
};
