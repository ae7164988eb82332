import type { ElementFacts, PlaceFacts } from '../contracts/place-facts.ts';
import { isWider } from '../dhis2/value-widening.ts';
import { byId, labelOf, targetsOf, toChange, type Change, type Hurts } from './change.ts';
import { findRenamed } from './find-renamed.ts';

/** What has changed of the data elements; those of a stage that is gone are not named one by one. */
export function compareElements(before: PlaceFacts, now: PlaceFacts): Change[] {
  const stages = byId(now.stages);
  const was = before.elements.filter(({ stage }) => stage === undefined || stages.size === 0 || stages.has(stage));
  const [known, there] = [byPlace(was), byPlace(now.elements)];
  const gone = was.filter((element) => !there.has(placeOf(element)));
  // Nor are those of a stage that is new.
  const isNewStage = (stage?: string): boolean => stages.size > 0 && !before.stages.some(({ id }) => id === stage);
  const fresh = now.elements.filter((element) => !known.has(placeOf(element)) && !isNewStage(element.stage));
  const renamed = findRenamed(gone.map(toNamed), fresh.map(toNamed));
  const stayed = was.flatMap((element) => {
    const is = there.get(placeOf(element));
    return is ? compareElement({ element, of: before }, { element: is, of: now }) : [];
  });
  const successors = new Set(renamed.values());
  return [
    ...gone.map((element) => {
      const successor = fresh.find(({ id }) => id === renamed.get(element.id));
      const shown = successor ? `${labelOf(successor)} (${successor.id})` : '';
      const args = { element: labelOf(element), uid: element.id, renamed: shown };
      return toChange('drift/element-gone', args, { ...ofElement({ element, of: before }), hurts: 'filled' });
    }),
    ...stayed,
    ...fresh
      // One that only takes the place of another is named there, unless it hurts by itself.
      .filter((element) => element.isCompulsory || !successors.has(element.id))
      .map((element) => toNewElement({ element, of: now })),
  ];
}

interface Placed {
  readonly element: ElementFacts;
  readonly of: PlaceFacts;
}

function toNewElement({ element, of }: Placed): Change {
  const { id: uid, isCompulsory: compulsory } = element;
  const hurts = compulsory ? whoLeavesItBlank({ element, of }) : 'nobody';
  const args = { element: labelOf(element), uid, compulsory };
  return toChange('drift/element-new', args, { ...ofElement({ element, of }), hurts });
}

function compareElement(before: Placed, now: Placed): Change[] {
  const [was, is] = [before.element, now.element];
  const args = { element: labelOf(is), uid: is.id };
  const who = ofElement(before);
  const changes: Change[] = [];
  if (is.isCompulsory && !was.isCompulsory)
    changes.push(toChange('drift/element-compulsory', args, { ...who, hurts: whoLeavesItBlank(now) }));
  if (was.isCompulsory && !is.isCompulsory) changes.push(toChange('drift/element-optional', args, who));
  if (was.type !== undefined && is.type !== undefined && was.type !== is.type) {
    const takesAll = isWider(is.type, was.type);
    const types = { before: was.type, now: is.type, isWider: takesAll };
    changes.push(
      toChange('drift/element-type', { ...args, ...types }, { ...who, hurts: takesAll ? 'nobody' : 'filled' }),
    );
  }
  if (was.optionSet !== is.optionSet) changes.push(toOtherOptions(before, now));
  if (was.combo !== is.combo) {
    const combos = { before: comboName(before), now: comboName(now) };
    changes.push(toChange('drift/element-combo', { ...args, ...combos }, { ...who, hurts: 'filled' }));
  }
  const what = 'data element';
  if (was.name !== undefined && is.name !== undefined && was.name !== is.name)
    changes.push(toChange('drift/renamed', { what, before: was.name, now: is.name }, who));
  // A server knows labels, and so does its lock; a file of the shape in use today knows none.
  else if (was.label !== is.label && before.of.server !== undefined && now.of.server !== undefined)
    changes.push(toChange('drift/renamed', { what: 'question', before: labelOf(was), now: labelOf(is) }, who));
  return changes;
}

/** An option set came, went, or was swapped: harmless where the new one has all that the old one had, by the same names. */
function toOtherOptions(before: Placed, now: Placed): Change {
  const [was, is] = [optionSetOf(before), optionSetOf(now)];
  const lost = [...(was?.options ?? [])]
    .filter(([code, name]) => is?.options?.get(code) !== name)
    .map(([code]) => code);
  const isHarmless = is === undefined || (was?.options !== undefined && is.options !== undefined && lost.length === 0);
  const args = {
    element: labelOf(now.element),
    uid: now.element.id,
    before: was?.name ?? was?.id ?? '',
    now: is?.name ?? is?.id ?? '',
    lost: is ? lost : [],
  };
  return toChange('drift/element-options', args, { ...ofElement(before), hurts: isHarmless ? 'nobody' : 'filled' });
}

/** DHIS2 asks for compulsory values of events, by the stage's validation strategy; of forms it never does. */
function whoLeavesItBlank({ element, of }: Placed): Hurts {
  if (of.of === 'data set') return 'nobody';
  const stage = of.stages.find(({ id }) => id === element.stage);
  return stage?.settings['validation'] === 'ON_UPDATE_AND_INSERT' ? 'blank' : 'blankWhenCompleted';
}

function optionSetOf({ element, of }: Placed): PlaceFacts['optionSets'][number] | undefined {
  return of.optionSets.find(({ id }) => id === element.optionSet);
}

function comboName({ element, of }: Placed): string {
  if (element.combo === undefined) return '';
  return of.combos.find(({ id }) => id === element.combo)?.name ?? element.combo;
}

function ofElement({ element, of }: Placed): Pick<Change, 'targets' | 'stage'> {
  return { targets: targetsOf(element, of), stage: element.stage };
}

const placeOf = ({ stage = '', id }: ElementFacts): string => `${stage} ${id}`;

function byPlace(elements: readonly ElementFacts[]): ReadonlyMap<string, ElementFacts> {
  return new Map(elements.map((element) => [placeOf(element), element]));
}

function toNamed(element: ElementFacts): { id: string; name: string } {
  return { id: element.id, name: labelOf(element) };
}
