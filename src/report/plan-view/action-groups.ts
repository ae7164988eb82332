import type { PlainLine } from '../../engine/plain-lines.ts';
import type { PlanLine } from '../../engine/plan-line.ts';
import { isMove, placeName, toExample, type Names } from './example.ts';
import { EXAMPLES, type ActionGroup } from './plan-view.ts';

type Kind = ActionGroup['action'];

/** In the order in which people read them. */
const KINDS: readonly Kind[] = [
  'move',
  'overwrite',
  'resend',
  'create',
  'returned',
  'adopt',
  'missing',
  'excluded',
  'leave',
];

interface Group {
  records: number;
  readonly examples: ActionGroup['examples'][number][];
}

/** Counts what is to be done with records, with a few of each. */
export class ActionGroups {
  readonly #names: Names;
  readonly #groups = new Map<Kind, Group>();

  constructor(names: Names) {
    this.#names = names;
  }

  add(line: PlanLine): void {
    for (const kind of kindsOf(line)) {
      const group = this.#groups.get(kind) ?? { records: 0, examples: [] };
      this.#groups.set(kind, group);
      group.records += 1;
      if (group.examples.length >= EXAMPLES) continue;
      const before = kind === 'move' ? this.#placeBefore(line) : undefined;
      group.examples.push({ ...toExample(line, this.#names), ...(before !== undefined && { before }) });
    }
  }

  /** Counts a line that would be no further example; false where it must be shown, and is not counted yet. */
  addPlain({ action }: PlainLine): boolean {
    const group = this.#groups.get(action);
    if (!group || group.examples.length < EXAMPLES) return false;
    group.records += 1;
    return true;
  }

  toGroups(): ActionGroup[] {
    return KINDS.flatMap((action) => {
      const group = this.#groups.get(action);
      return group ? [{ action, ...group }] : [];
    });
  }

  /** Where an object stood: its place and its time, as far as these change. */
  #placeBefore(line: PlanLine): string | undefined {
    if (line.action !== 'update' && line.action !== 'create') return undefined;
    const changes = line.action === 'update' ? line.changes : [];
    const told = this.#names.whereAndWhen.flatMap((name) => {
      const change = changes.find(({ target }) => target === name);
      const value = change ? change.theirs : line.object[name];
      return placeName(value ?? undefined, this.#names) ?? [];
    });
    return changes.length > 0 ? told.join(', ') : line.movedFrom?.[0]?.address;
  }
}

/** What of a line is counted here. What changes in fields is told field by field, and what does not go by its cause. */
function kindsOf(line: PlanLine): Kind[] {
  if (line.action === 'hold' || line.action === 'reject') return [];
  const moves = isMove(line);
  if (line.action !== 'update') return moves ? ['move', line.action] : [line.action];
  const overwrites = line.overwrites === true;
  const isBare = line.changes.length === 0 && !moves;
  return [
    ...(moves ? ['move' as const] : []),
    ...(overwrites ? ['overwrite' as const] : []),
    ...(isBare ? ['resend' as const] : []),
  ];
}
