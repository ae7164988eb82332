import type { JsonObject } from '../base/json.ts';
import { allFields } from '../mapping/mapping.ts';
import type { Names } from '../report/plan-view/example.ts';
import type { Sides } from './sides.ts';

/** What people call targets and places; places are learnt from the objects that have them. */
export interface GrowingNames extends Names {
  learn(object: JsonObject): void;
}

/** The names of both sides, those of the new one first; the sink's own where it is connected. */
export function namesOf({ old, now }: Sides, isConnected: boolean): GrowingNames {
  const labels = Object.create(null) as Record<string, string>;
  const { sink } = now.loaded.pipeline;
  for (const { loaded } of [old, now])
    for (const { target } of allFields(loaded.mapping))
      if (target.is === 'element') labels[target.element.id] = nameOf(target.element);
  const [place] = sink.whereAndWhen;
  return {
    labels,
    whereAndWhen: sink.whereAndWhen,
    learn(object) {
      const value = place === undefined ? undefined : object[place];
      if (typeof value !== 'string' || Object.hasOwn(labels, value)) return;
      const name = now.loaded.pipeline.placeNameOf(value) ?? old.loaded.pipeline.placeNameOf(value);
      if (name !== undefined) labels[value] = name;
    },
  };

  function nameOf({ id, name }: { readonly id: string; readonly name: string }): string {
    return (isConnected ? sink.labelOf?.(id) : undefined) ?? name;
  }
}
