/** Keys that a part of the spec has not: where they belong, and one message where one slip makes many of them. */
import { isObject } from '../base/json.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { ComponentKind } from '../contracts/component.ts';
import { withArgs } from '../messages/reason.ts';
import type { Assembly } from './assembly.ts';
import { ownKeys, transformSchema } from './component-schema.ts';
import { LANGUAGE } from './language.ts';

/** What DHIS2, its import files and other programs call the same. */
const CALLED_ELSEWHERE: Readonly<Record<string, string>> = {
  eventDate: 'occurredAt',
  executionDate: 'occurredAt',
  reportDate: 'occurredAt',
  completedDate: 'completedAt',
  completeDate: 'completedAt',
  coordinate: 'geometry',
  coordinates: 'geometry',
  dataElements: 'dataValues',
  organisationUnit: 'orgUnit',
  organizationUnit: 'orgUnit',
  separator: 'delimiter',
  sep: 'delimiter',
  file: 'path',
  filename: 'path',
  user: 'username',
  baseUrl: 'url',
  host: 'url',
  server: 'url',
};

/** What a spec cannot be without. */
const PARTS = ['source', 'sink', 'index'];
/** What other files have, too. */
const OF_ANY_FILE: ReadonlySet<string> = new Set(['name', 'description', 'language']);

/** Says of unknown keys what is known about them, and leaves out what only follows from them. */
export function explainUnknownKeys(
  problems: readonly Problem[],
  assembly: Assembly,
  registry: readonly ComponentKind[],
): Problem[] {
  const root = assembly.valueAt([]);
  const isPart = (key: string): boolean => Object.hasOwn(LANGUAGE.properties, key) && !OF_ANY_FILE.has(key);
  const keys = isObject(root) ? Object.keys(root) : [];
  if (isObject(root) && keys.some((key) => !OF_ANY_FILE.has(key)) && !keys.some(isPart))
    return [
      problem('spec/no-spec', { wanted: PARTS, isCases: Object.hasOwn(root, 'cases') }, assembly.placeOf([], 'key')),
    ];
  const unknown = problems.filter(({ code }) => code === 'spec/unknown-key').map((one) => explained(one, registry));
  const paths = unknown.map(({ args }) =>
    [pathOf(String(args['where'])), String(args['key'])].filter(Boolean).join('.'),
  );
  const isMeant = ({ code, args }: Problem): boolean =>
    code === 'spec/missing-key' &&
    unknown.some(
      (one) =>
        one.args['where'] === args['where'] && (one.args['nearest'] === args['key'] || one.args['kinds'] !== undefined),
    );
  const isInside = ({ code, args }: Problem): boolean =>
    code === 'spec/no-expression' && paths.some((path) => isAtOrBelow(String(args['where']), path));
  const others = problems.filter((one) => one.code !== 'spec/unknown-key' && !isMeant(one) && !isInside(one));
  return [...others, ...oneEachPart(unknown)];
}

function explained(one: Problem, registry: readonly ComponentKind[]): Problem {
  const { key, where, known, nearest } = one.args;
  const meant = CALLED_ELSEWHERE[String(key)];
  if (meant !== undefined && [known].flat().includes(meant)) return withArgs(one, { ...one.args, nearest: meant });
  if (nearest !== '' && nearest !== undefined) return one;
  if (String(where) !== '' && Object.hasOwn(LANGUAGE.properties, String(key)))
    return withArgs(one, { ...one.args, isOfSpec: true });
  const kinds = registry.filter((kind) => keysAt(pathOf(String(where)), kind).includes(String(key)));
  return kinds.length === 0 ? one : withArgs(one, { ...one.args, kinds: kinds.map((kind) => kind.kind) });
}

/** The keys that a kind has at a path of the spec, beside those that all have. */
function keysAt(path: string, kind: ComponentKind): readonly string[] {
  if (path === kind.role) return ownKeys(kind);
  return path === 'transform' && kind.role === 'sink' ? Object.keys(transformSchema(kind).properties ?? {}) : [];
}

/** Of several in one part, of which nobody knows anything, the first names the others. */
function oneEachPart(unknown: readonly Problem[]): Problem[] {
  const firsts = new Map<string, Problem[]>();
  for (const one of unknown) {
    const isKnown = one.args['nearest'] !== '' || one.args['kinds'] !== undefined;
    const id = JSON.stringify([one.args['where'], one.place?.source.file, isKnown && one.args['key']]);
    const alike = firsts.get(id);
    if (alike) alike.push(one);
    else firsts.set(id, [one]);
  }
  return [...firsts.values()].flatMap((all) => {
    const [first, ...rest] = all.sort((a, b) => (a.place?.start ?? 0) - (b.place?.start ?? 0));
    // What stands among connections may be secret: each is told by itself, and hushed.
    if (!first || rest.length === 0 || String(first.args['where']).startsWith('connections')) return all;
    const isOfSpec = all.some(({ args }) => args['isOfSpec'] === true);
    const names = rest.slice(0, SHOWN).map((one) => `"${String(one.args['key'])}"`);
    const others = rest.length > SHOWN ? [...names, `and ${rest.length - SHOWN} more`] : names;
    return [withArgs(first, { ...first.args, ...(isOfSpec && { isOfSpec }), others })];
  });
}

/** So many keys are named in a message. */
const SHOWN = 8;

/** `source (csv)` is at `source`. */
function pathOf(where: string): string {
  return where.replace(/ \([^)]*\)$/, '');
}

function isAtOrBelow(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}.`) || path.startsWith(`${above},`);
}
