/** Arguments that are written out: a wrong one fails at every row, so it is tried once, before there is any. */
import { Miss } from '../../base/miss.ts';
import { NATIVES } from '../../jsonata/compiler/natives.ts';
import { describe } from '../../messages/describe.ts';
import { bindHelper } from '../helpers/bind-helper.ts';
import { HELPERS } from '../helpers/helper-table.ts';
import type { Helper } from '../helpers/helper.ts';
import type { Call } from '../inference/infer-calls.ts';
import { literalText, type Part } from '../inference/part.ts';
import { toColumnName } from '../names/column-name.ts';
import { finding, type Finding } from '../finding.ts';
import { callRule, type Rule } from './rule.ts';

/** Arguments that a helper knows to be wrong, and calls that it rejects. */
const REFUSED: Rule = callRule(function* (call) {
  const { name, args, types } = call;
  const helper = HELPERS.get(name);
  if (!helper) return;
  const found = helper.checkLiterals?.(types.map((type) => type.literal));
  const at = found && args[found.at];
  if (!found || !at) {
    yield* refusedConstants(call, helper);
    return;
  }
  const near = found.nearest === undefined ? {} : { nearest: literalText(found.nearest) };
  const shown = { value: literalText(at.literal), name, reason: found.reason, ...near };
  yield finding('expression/argument-value', shown, at);
});

/** Found already, or to be found elsewhere: by types, and by the names of tables. */
const FOUND_ELSEWHERE = new Set(['function/wrong-type', 'lookup/unknown-table']);

/** Runs a helper whose arguments are all literals, and tells what it would reject every record with. */
function* refusedConstants({ name, args, types, signature, known }: Call, helper: Helper): Iterable<Finding> {
  if (helper.dependsOnField === true) return;
  const isTried = types.some((type) => type.literal !== undefined);
  const literals = types.map(({ literal, kinds }) =>
    literal === undefined && isTried && kinds !== 0 ? helper.standIn : literal,
  );
  if (literals.length < (signature?.least ?? 0) || literals.includes(undefined)) return;
  const miss = missOf(() => bindHelper(helper, known.context)(...literals));
  if (!miss || FOUND_ELSEWHERE.has(miss.code)) return;
  const at = Math.max(
    literals.findIndex((one) => String(one) === miss.value),
    0,
  );
  const literal = literals[at];
  const near = miss.args['nearest'];
  const isName = typeof literal === 'string' && /^[\p{L}_]/u.test(literal);
  const shown = {
    name,
    value: literalText(literal),
    reason: describe(miss.code, miss.args).message,
    ...(near !== undefined && { nearest: literalText(near) }),
    ...(isName && { column: toColumnName(literal) }),
  };
  yield finding('expression/argument-refused', shown, args[at] as Part);
}

function missOf(call: () => unknown): Miss | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof Miss) return error;
    throw error;
  }
}

/** The built-ins with a picture: what it is tried with, and what is told of a wrong one. */
const TRIED: ReadonlyMap<string, { readonly sample: number; readonly reason: string }> = new Map([
  ['formatNumber', { sample: 1234.5, reason: 'a picture is made of 0, #, a comma and a point, as "#,##0.00"' }],
  ['formatInteger', { sample: 7, reason: 'a picture of a whole number is "0", "001", "A", "i", "w" or the like' }],
  ['formatBase', { sample: 7, reason: 'a base is a number from 2 to 36' }],
  ['fromMillis', { sample: 0, reason: 'a picture of a date has its parts in brackets, as "[Y0001]-[M01]-[D01]"' }],
]);

/** Pictures of numbers and dates. */
const PICTURE: Rule = callRule(function* ({ name, args: [, picture] }) {
  const tried = TRIED.get(name);
  const literal = picture?.literal;
  if (!tried || !picture || literal === undefined || literal === null) return;
  if (isUsable(name, tried.sample, literal)) return;
  const shown = { value: literalText(literal), name, reason: tried.reason };
  yield finding('expression/argument-value', shown, picture);
});

function isUsable(name: string, sample: number, picture: unknown): boolean {
  if (name === 'fromMillis' && !String(picture).includes('[')) return false;
  // As other languages write it: here % is a hundredfold, and the rest stands there as it is.
  if (name === 'formatNumber' && /^%[\d.+-]*[a-z]$/i.test(String(picture))) return false;
  try {
    NATIVES.get(name)?.implementation.call({}, sample, picture);
    return true;
  } catch {
    return false;
  }
}

export const WRITTEN_ARGUMENTS: readonly Rule[] = [REFUSED, PICTURE];
