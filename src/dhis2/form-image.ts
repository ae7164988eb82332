/** What is compared of a form. Its values are canonical already: as the server keeps them (see `canonical-form.ts`). */
import type { Json } from '../base/json.ts';
import type { Difference } from '../contracts/sink.ts';
import type { FormObject } from './form-object.ts';

/** Properties that are compared, in their order. Of a completion only whether it is there, not when it was. */
const PROPERTIES = ['orgUnit', 'period', 'attributeOptionCombo', 'completedAt'] as const;

/** What the server keeps of a form, as text: equal for what we sent and what it gives back. */
export function canonicalForm(form: FormObject): string {
  const properties = PROPERTIES.flatMap((name) => (form[name] == null ? [] : [[name, kept(name, form)] as const]));
  const values = form.dataValues.flatMap(({ cell, value }) => (value === null ? [] : [[cell, value] as const]));
  values.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  // Lists alone, in an order of their own: no member can stand elsewhere.
  return JSON.stringify([...properties, values]);
}

/** The same of some properties alone; undefined where one has no value. */
export function canonicalOf(form: FormObject, names: readonly string[]): string | undefined {
  const known = PROPERTIES.filter((name) => names.includes(name));
  if (known.length === 0 || known.some((name) => form[name] == null)) return undefined;
  const told = Object.fromEntries(known.map((name) => [name, form[name] as Json]));
  return canonicalForm({ ...told, dataValues: [] });
}

function kept(name: string, form: FormObject): Json {
  return name === 'completedAt' ? true : (form[name] ?? null);
}

/** What a form sets: its properties, each with a dot before it, and its cells, those without a value too. */
export function targetsOfForm(form: FormObject): string[] {
  const properties = PROPERTIES.filter((name) => form[name] != null);
  return [...properties.map((name) => `.${name}`), ...form.dataValues.map(({ cell }) => cell)];
}

/** What a form in DHIS2 has of some targets. */
export function restrictForm(there: FormObject, targets: readonly string[]): FormObject {
  const wanted = new Set(targets);
  const properties = Object.entries(there).filter(([name]) => wanted.has(`.${name}`));
  return {
    ...Object.fromEntries(properties),
    dataValues: there.dataValues.filter(({ cell }) => wanted.has(cell)),
  };
}

/** In what a form in DHIS2 differs from what we would send, in nothing but what we would send. */
export function differencesOfForms(ours: FormObject, theirs: FormObject): Difference[] {
  const differing: Difference[] = [];
  for (const name of PROPERTIES) {
    if (ours[name] == null) continue;
    const isEqual = name === 'completedAt' ? theirs[name] != null : ours[name] === theirs[name];
    if (!isEqual) differing.push({ target: name, ours: ours[name], theirs: theirs[name] ?? null });
  }
  const there = new Map(theirs.dataValues.map(({ cell, value }) => [cell, value]));
  for (const { cell, value } of ours.dataValues) {
    const their = there.get(cell) ?? null;
    if (value !== their) differing.push({ target: cell, ours: value, theirs: their });
  }
  return differing;
}
