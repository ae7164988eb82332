/** Why a record cannot be mapped, told by field, column and value. */
import { reason, withArgs } from '../messages/reason.ts';
import type { FieldReason } from '../contracts/shape.ts';
import { writerOfNothing } from '../base/words-for-nothing.ts';
import { Miss } from '../base/miss.ts';
import type { Failed, Row } from '../expression/batch.ts';
import { canBeRewritten, rewriteFor, type Fault } from '../expression/helpers/rewrites.ts';
import { toColumnName } from '../expression/names/column-name.ts';
import { convertValue } from './convert.ts';
import { kindName, kindOf } from '../expression/types.ts';
import { nameOfTarget, originText, soleColumnOf, targetName, type Field, type Origin } from './field.ts';

/** A required field without a value: which expression gave none, and the answers of which it made nothing. */
export function requiredReject(field: Field, row: Row): FieldReason {
  const column = soleColumnOf(field.from);
  const value = stumbledOn(field, row);
  const name = targetName(field.target);
  const args = { field: name, from: originText(field.from), ...(value !== undefined && { makesNothing: true }) };
  return {
    ...(ofNothing(value) ?? reason('field/required', args)),
    field: name,
    target: nameOfTarget(field.target),
    ...(column === undefined ? {} : { column }),
    ...(value === undefined ? {} : { value }),
  };
}

/** The cells that the field read and made no value of ("no", where only yes is a value); undefined where all are blank. */
function stumbledOn({ from }: Field, { record }: Row): string | undefined {
  if (from.is === 'literal') return undefined;
  const read = from.is === 'column' ? [from.column] : from.expression.references.columns.map((column) => column.name);
  const names = [...new Set(read)];
  const cells = names.map((name) => [name, record.cells[record.header.positions.get(name) ?? -1] ?? ''] as const);
  const filled = cells.filter(([, cell]) => cell.trim() !== '');
  if (filled.length === 0) return undefined;
  return names.length === 1 ? filled[0]?.[1] : filled.map(([name, cell]) => `${name}: ${cell}`).join(', ');
}

/** A value that cannot become what its target wants, or an expression (`from` or `when`) that cannot make one. */
export function toReject(
  field: Field,
  why: Pick<FieldReason, 'code' | 'args' | 'value'>,
  row: Row,
  origin: Origin,
): FieldReason {
  const column = soleColumnOf(origin);
  const position = column === undefined ? undefined : row.record.header.positions.get(column);
  const value = why.value ?? (position === undefined ? undefined : row.record.cells[position]);
  return {
    ...(ofNothing(value) ?? withRewrite(field, why, value, origin)),
    field: targetName(field.target),
    target: nameOfTarget(field.target),
    ...(column === undefined ? {} : { column }),
    ...(value === undefined ? {} : { value }),
  };
}

/** With what the field could be written as, where an expression would take the value: no hint repeats what it does already. */
function withRewrite(
  field: Field,
  { code, args }: Pick<FieldReason, 'code' | 'args'>,
  value: string | undefined,
  origin: Origin,
): Pick<FieldReason, 'code' | 'args'> {
  if (!canBeRewritten(code)) return { code, args };
  const fault = value === undefined ? undefined : toFault(field, value, origin);
  const instead = (fault && rewriteFor(code, fault)) ?? '';
  return withArgs({ code, args }, { instead, ...(/: | #/.test(instead) && { isCutByYaml: true }) });
}

/** What stumbled: the value of the field itself; of a condition, or of a literal, there is nothing to write otherwise. */
function toFault(field: Field, value: string, origin: Origin): Fault | undefined {
  if (origin !== field.from || origin.is === 'literal') return undefined;
  const { target } = field;
  const valueType = target.is === 'element' ? target.element.valueType : '';
  return {
    text: origin.is === 'column' ? toColumnName(origin.column) : origin.text,
    isColumn: origin.is === 'column',
    value: value.trim(),
    takes: (result) => convertValue(field, result).ok,
    isTimed: valueType === 'DATETIME',
    isWhole: valueType.startsWith('INTEGER'),
    // The one id that every object needs is that of its unit.
    isUnit: target.is === 'property' && target.property.type === 'uid' && target.property.required,
  };
}

/** What stands there is not the answer that its column wants, but a word that some program writes for a blank cell. */
function ofNothing(value: string | undefined): Pick<FieldReason, 'code' | 'args'> | undefined {
  const writer = value === undefined ? undefined : writerOfNothing(value);
  return writer === undefined ? undefined : reason('source/word-for-nothing', { word: value?.trim() ?? '', writer });
}

/** A condition that gave neither true nor false. */
export function notACondition(where: string, value: unknown): Pick<FieldReason, 'code' | 'args'> {
  return reason('expression/not-a-condition', { where, type: kindName({ kinds: kindOf(value) }) });
}

/** An expression that gave no value. */
export function failure({ reason: why }: Failed, text: string): Pick<FieldReason, 'code' | 'args' | 'value'> {
  if (why instanceof Miss) return { code: why.code, args: why.args, value: why.value };
  // JSONata's own words quote the value that it stumbled on: for the report alone.
  const { code, message } = why;
  if (code === 'D1001') return reason('expression/divided-by-zero', { expression: text });
  return { ...reason('expression/failed', { expression: text, reason: `JSONata says ${code}` }), value: message };
}
