import type { PlaceFacts } from '../contracts/place-facts.ts';
import { byId, toChange, type Change, type Hurts } from './change.ts';
import { compareElements } from './compare-elements.ts';
import { compareCombos, compareOptionSets } from './compare-options.ts';

/**
 * What has changed in a place, in an order of its own: the place, its stages, their elements, options. What one of the two
 * does not know is not compared. Pure.
 */
export function compareFacts(before: PlaceFacts, now: PlaceFacts): Change[] {
  const what = before.of;
  if (before.of !== now.of || before.id !== now.id)
    return [toChange('drift/other-place', { what, before: before.id, now: now.id }, { hurts: 'all' })];
  return [
    ...compareServers(before, now),
    ...(now.mayWrite === false
      ? [toChange('drift/no-access', { what, name: now.name ?? now.id }, { hurts: 'all' })]
      : []),
    ...compareNames(what, before, now),
    ...compareSettings(now.name ?? what, shownSettings(before), shownSettings(now)),
    ...compareStages(before, now),
    ...compareElements(before, now),
    ...compareOptionSets(before, now),
    ...compareCombos(before, now),
  ];
}

function compareServers({ server: before }: PlaceFacts, { server: now }: PlaceFacts): Change[] {
  return [
    ...ifOther(before?.systemId, now?.systemId, (was, is) => toChange('drift/other-server', { before: was, now: is })),
    ...ifOther(before?.release, now?.release, (was, is) => toChange('drift/release', { before: was, now: is })),
  ];
}

/** The change of a fact that is known of both, and another one now. */
function ifOther(
  before: string | undefined,
  now: string | undefined,
  toOne: (before: string, now: string) => Change,
): Change[] {
  return before === undefined || now === undefined || before === now ? [] : [toOne(before, now)];
}

interface Named {
  readonly name?: string;
}

function compareNames(what: string, { name: before }: Named, { name: now }: Named): Change[] {
  return ifOther(before, now, (was, is) => toChange('drift/renamed', { what, before: was, now: is }));
}

type Settings = Readonly<Record<string, string>>;

/** With the name of the combo of its attributes, where people know it by one. */
function shownSettings({ settings, combos }: PlaceFacts): Settings {
  const attributes = combos.find(({ id }) => id === settings['attributes'])?.name;
  return attributes === undefined ? settings : { ...settings, attributes };
}

type Whom = { readonly hurts: Hurts; readonly targets?: readonly string[] };

/** Settings whose change makes something be refused, or mean something else. */
const HURT: ReadonlyMap<string, (now: string) => Whom> = new Map<string, (now: string) => Whom>([
  ['type', () => ({ hurts: 'all' })],
  ['periodType', () => ({ hurts: 'all' })],
  // Where there is none any more, only those are hurt that name one.
  ['categoryCombo', (now) => ({ hurts: now === 'default' ? 'filled' : 'all', targets: ['attributeOptionCombo'] })],
  ['attributes', (now) => ({ hurts: now === 'default' ? 'filled' : 'all', targets: ['attributeOptionCombo'] })],
  ['geometry', () => ({ hurts: 'filled', targets: ['geometry'] })],
]);

function compareSettings(of: string, before: Settings, now: Settings): Change[] {
  return Object.entries(before).flatMap(([setting, was]) => {
    const is = Object.hasOwn(now, setting) ? now[setting] : undefined;
    if (is === undefined || is === was) return [];
    return [toChange('drift/setting', { of, setting, before: was, now: is }, HURT.get(setting)?.(is))];
  });
}

function compareStages(before: PlaceFacts, now: PlaceFacts): Change[] {
  const [here, there] = [byId(now.stages), byId(before.stages)];
  const known = before.stages.flatMap((stage) => {
    const is = here.get(stage.id);
    const name = stage.name ?? stage.id;
    if (!is) return [toChange('drift/stage-gone', { stage: name }, { hurts: 'filled', targets: [stage.id] })];
    return [
      ...compareNames('program stage', stage, is),
      ...compareSettings(is.name ?? name, stage.settings, is.settings),
    ];
  });
  const fresh = now.stages.filter(({ id }) => !there.has(id));
  return [...known, ...fresh.map(({ id, name = id }) => toChange('drift/stage-new', { stage: name }))];
}
