/**
 * The lock: what a server said of a place when the mapping was made, as a file that people read and git compares. A fact is
 * a line, sorted by ids, so that one change in DHIS2 is one changed line. It has no time: it would change with every pull,
 * and git knows it.
 */
import { compareCodePoints } from '../base/legacy-json.ts';
import { yamlLine, yamlText } from '../base/own-yaml.ts';
import type { PlaceFacts } from '../contracts/place-facts.ts';

const HEAD = `# What DHIS2 said of this PLACE when the mapping was made. \`etl metadata pull\` writes it, \`etl metadata diff\`,
# \`etl plan\` and \`etl run\` compare it with DHIS2. Keep it beside the mapping, in version control; do not edit it.
`;

/** The text of a lock: equal facts give equal texts. */
export function toLockText(facts: PlaceFacts): string {
  const { of, id, name, server, settings, stages, elements, optionSets, combos } = facts;
  const place = { id, ...(name !== undefined && { name }), ...sorted(settings) };
  const lines = [
    HEAD.replace('PLACE', of),
    'format: 1',
    `place: ${yamlLine({ kind: of, ...place })}`,
    ...(server ? [`server: ${yamlLine({ release: server.release, systemId: server.systemId })}`] : []),
    ...listOf(
      'stages',
      stages.map((stage) => yamlLine({ id: stage.id, name: stage.name, ...sorted(stage.settings) })),
    ),
    ...listOf(
      'elements',
      byId(elements, ({ stage = '', id: element }) => `${stage} ${element}`).map(({ isCompulsory, ...element }) =>
        yamlLine({
          id: element.id,
          name: element.name,
          label: element.label,
          type: element.type,
          compulsory: isCompulsory ? true : undefined,
          optionSet: element.optionSet,
          combo: element.combo,
          stage: stages.length > 1 ? element.stage : undefined,
        }),
      ),
    ),
    ...setsOf('optionSets', optionSets),
    ...setsOf('combos', combos),
    // A file that was cut still reads well: by this it is known that it was not.
    'isWhole: true',
  ];
  return `${lines.join('\n')}\n`;
}

function listOf(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${name}:`, ...lines.map((line) => `  - ${line}`)];
}

interface Named {
  readonly id: string;
  readonly name?: string;
  readonly options: ReadonlyMap<string, string> | undefined;
}

/** Sets with their members: an option is a line, code and name. */
function setsOf(name: string, sets: readonly Named[]): string[] {
  const lines = byId(sets, ({ id }) => id).flatMap(({ id, name: called, options }) => [
    `  - id: ${yamlText(id)}`,
    ...(called === undefined ? [] : [`    name: ${yamlText(called)}`]),
    ...(options === undefined ? [] : options.size === 0 ? ['    options: {}'] : ['    options:']),
    ...byId([...(options ?? [])], ([code]) => code).map(([code, text]) => `      ${yamlText(code)}: ${yamlText(text)}`),
  ]);
  return lines.length === 0 ? [] : [`${name}:`, ...lines];
}

function byId<T>(items: readonly T[], idOf: (item: T) => string): T[] {
  return [...items].sort((a, b) => compareCodePoints(idOf(a), idOf(b)));
}

function sorted(settings: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(byId(Object.entries(settings), ([name]) => name));
}
