import type { JsonObject } from '../base/json.ts';
import type { Ignored } from '../contracts/shape.ts';
import type { PlanLine } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';

/** A line with what the sink will not keep of what it sends over `there`; one that sends nothing says nothing of that. */
export function noted<L extends PlanLine>({ pipeline }: RunContext, line: L, there: JsonObject | undefined): L {
  if (line.action !== 'create' && line.action !== 'update') return withoutNotes(line);
  const all = [...(line.ignored ?? []), ...pipeline.sink.ignored(line.object, there)];
  if (all.length === 0) return line;
  // A line that is decided about anew brings what was said before.
  const idOf = ({ target, why }: Ignored): string => `${target} ${String(why.args['rule'] ?? '')}`;
  const ignored = [...new Map(all.map((one): [string, Ignored] => [idOf(one), one])).values()];
  return ignored.length > 0 ? { ...line, ignored } : line;
}

function withoutNotes<L extends PlanLine>(line: L): L {
  if (!('ignored' in line)) return line;
  const { ignored: _, ...rest } = line;
  return rest as unknown as L;
}
