import type { ElementFacts, PlaceFacts } from '../contracts/place-facts.ts';
import { byId, labelOf, targetsOf, toChange, type Change } from './change.ts';
import { findRenamed } from './find-renamed.ts';

/** More questions than these are told by their number. */
const MOST_NAMED = 3;

/** What has changed of the options, in the sets that were used before and are used still. */
export function compareOptionSets(before: PlaceFacts, now: PlaceFacts): Change[] {
  const there = byId(now.optionSets);
  return before.optionSets.flatMap(({ id, name, options: was }) => {
    const is = there.get(id);
    // An element that has another set now is told by itself.
    const users = now.elements.filter((element) => element.optionSet === id && isStill(before, element));
    if (!is || !was || !is.options || users.length === 0) return [];
    const where = users.length > MOST_NAMED ? `${is.name ?? id} (${users.length} questions)` : toList(users);
    const who = { hurts: 'filled' as const, targets: users.flatMap((user) => targetsOf(user, now)) };
    const { gone, stayed, fresh } = toParts(was, is.options);
    const renamed = findRenamed(gone.map(toNamed), fresh.map(toNamed));
    const successors = new Set(renamed.values());
    return [
      ...ifRenamed('option set', name, is.name),
      ...gone.map(([code, option]) => {
        const args = { where, option, code, renamed: shown(renamed.get(code), is.options) };
        return toChange('drift/option-gone', args, { ...who, words: [code] });
      }),
      ...stayed.flatMap(([code, called]) => {
        const nowCalled = is.options?.get(code) as string;
        if (nowCalled === called) return [];
        const args = { where, code, before: called, now: nowCalled };
        return [toChange('drift/option-renamed', args, { ...who, hurts: 'nobody', words: [code] })];
      }),
      ...fresh
        .filter(([code]) => !successors.has(code))
        .map(([code, option]) => toChange('drift/option-new', { where, option, code })),
    ];
  });
}

/** What has changed of the combos that broke something down before and do so still. */
export function compareCombos(before: PlaceFacts, now: PlaceFacts): Change[] {
  const there = byId(now.combos);
  return before.combos.flatMap((combo) => {
    const is = there.get(combo.id);
    if (!is) return [];
    const users = before.elements.filter((element) => element.combo === combo.id);
    const where = users.length > MOST_NAMED ? (is.name ?? is.id) : toList(users);
    const ofCells = (uid: string): Whom => ({ where, targets: users.map(({ id }) => `${id}.${uid}`) });
    const ofAttributes = (uid: string, name: string): Whom => ({ ...OF_ATTRIBUTES, words: [uid, name] });
    const isOfAttributes = before.settings['attributes'] === combo.id;
    const whoms = [...(users.length > 0 ? [ofCells] : []), ...(isOfAttributes ? [ofAttributes] : [])];
    return [
      ...ifRenamed('category combination', combo.name, is.name),
      ...whoms.flatMap((toWhom) => compareCombo(combo.options, is.options, toWhom)),
    ];
  });
}

type Whom = Pick<Change, 'targets' | 'words'> & { readonly where: string };

const OF_ATTRIBUTES = { where: 'attributes of the data set', targets: ['attributeOptionCombo'] };

function compareCombo(
  was: ReadonlyMap<string, string>,
  is: ReadonlyMap<string, string>,
  toWhom: (uid: string, name: string) => Whom,
): Change[] {
  const { gone, stayed, fresh } = toParts(was, is);
  const renamed = findRenamed(gone.map(toNamed), fresh.map(toNamed));
  const successors = new Set(renamed.values());
  return [
    ...gone.map(([uid, name]) => {
      const { where, ...whom } = toWhom(uid, name);
      const args = { where, combo: name, uid, renamed: shown(renamed.get(uid), is) };
      return toChange('drift/cell-gone', args, { hurts: 'filled', ...whom });
    }),
    ...stayed.flatMap(([uid, name]) => ifRenamed('category option combination', name, is.get(uid))),
    ...fresh
      .filter(([uid]) => !successors.has(uid))
      .map(([uid, name]) => toChange('drift/cell-new', { where: toWhom(uid, name).where, combo: name, uid })),
  ];
}

type Member = readonly [code: string, name: string];

function toParts(
  was: ReadonlyMap<string, string>,
  is: ReadonlyMap<string, string>,
): { readonly gone: readonly Member[]; readonly stayed: readonly Member[]; readonly fresh: readonly Member[] } {
  return {
    gone: [...was].filter(([code]) => !is.has(code)),
    stayed: [...was].filter(([code]) => is.has(code)),
    fresh: [...is].filter(([code]) => !was.has(code)),
  };
}

function ifRenamed(what: string, before: string | undefined, now: string | undefined): Change[] {
  if (before === undefined || now === undefined || before === now) return [];
  return [toChange('drift/renamed', { what, before, now })];
}

function isStill({ elements }: PlaceFacts, { id, optionSet }: ElementFacts): boolean {
  return elements.some((element) => element.id === id && element.optionSet === optionSet);
}

function shown(code: string | undefined, options: ReadonlyMap<string, string> | undefined): string {
  return code === undefined ? '' : `${options?.get(code) ?? code} (${code})`;
}

function toNamed([id, name]: Member): { id: string; name: string } {
  return { id, name };
}

function toList(elements: readonly ElementFacts[]): string {
  return elements.map(labelOf).join(', ');
}
