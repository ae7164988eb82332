import type { RefusalReason } from '../contracts/sink.ts';
import type { ServerCode } from '../messages/code-table.ts';
import { reason, withArgs } from '../messages/reason.ts';
import type { DataSetView } from './data-set-view.ts';
import type { CellRow } from './form-rows.ts';
import type { Conflict } from './find-summary.ts';
import { propertyOf } from './named-rows.ts';

/** Why DHIS2 refused a cell, or the form that it is of: its own words, what they are about, and the value at fault. */
export function reasonOfConflict(conflict: Conflict, { cell, row }: CellRow, view: DataSetView): RefusalReason {
  const code: ServerCode = `dhis2/E${Number(/^E(\d+)$/.exec(conflict.code)?.[1] ?? 9999)}`;
  const why = reason(code, { message: withoutValue(conflict.message) });
  const property = propertyOf(conflict.code);
  if (property === 'orgUnit' || property === 'period' || property === 'attributeOptionCombo') {
    const { orgUnit, period } = row;
    const value = row[property];
    return {
      ...withArgs(why, { orgUnit, period }),
      target: property,
      field: property,
      ...(value !== undefined && { value }),
    };
  }
  return { ...why, target: cell, field: view.nameOf(cell), ...('value' in row && { value: row.value }) };
}

/** A value is an answer, and stands beside the message; the number of a row means nothing to people. */
function withoutValue(message: string): string {
  return message.replace(/^Value #\d+ value `.*` is /s, 'The value is ').replace(/^Value #\d+ /, 'Its ');
}
