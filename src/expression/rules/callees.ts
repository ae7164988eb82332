/** What is called: is it a function, and does a function of one's own get what it takes? */
import { finding } from '../finding.ts';
import { nearest } from '../../base/nearest.ts';
import { nameWithoutDollar, type Call } from '../inference/infer-calls.ts';
import { SIGNATURES } from '../known-functions.ts';
import { foreignHint } from '../names/foreign-names.ts';
import { isOnly, KIND, kindName, mayBe } from '../types.ts';
import { plural } from './argument-types.ts';
import type { Rule } from './rule.ts';

/** `trim(name)`. */
const WITHOUT_DOLLAR: Rule = {
  on: ['call'],
  *find(part) {
    const { scope, known } = part;
    const callee = nameWithoutDollar(part as Call);
    // `{"up": $uppercase}.up("a")`: a function out of an object.
    if (!callee || (!scope.isRecord && isOnly(scope.context, KIND.object))) return;
    const name = String(callee.value);
    const own = (known.context.userFunctions ?? []).map((written) => written.name);
    const near = nearest(name, [...SIGNATURES.keys(), ...own]);
    const hint = foreignHint(name);
    const args = { name, ...(hint !== undefined && { hint }), ...(near !== undefined && { nearest: `$${near}` }) };
    yield finding('expression/missing-dollar', args, known.spans.token(callee.position));
  },
};

const NOT_CALLABLE: Rule = {
  on: ['call'],
  *find(part) {
    const { target, callee } = part as Call;
    if (target.kinds === 0 || mayBe(target, KIND.function)) return;
    yield finding('expression/not-callable', { text: callee.text, type: kindName(target) }, callee);
  },
};

/** A function that is bound to a name. JSONata drops what is too much, a slip; what is missing may be meant. */
const OWN_ARITY: Rule = {
  on: ['call'],
  *find(part) {
    const { name, target, types, callee, signature } = part as Call;
    const { arity, least = arity } = target;
    if (signature || name === '' || arity === undefined || least === undefined) return;
    const given = types.length;
    if (given >= least && given <= arity) return;
    const form = `$${name}(${Array.from({ length: arity }, () => '…').join(', ')})`;
    const args = { name, wanted: plural(arity), given: plural(given), form };
    yield finding('expression/argument-count', args, callee, given < arity ? 'warning' : 'error');
  },
};

export const CALLEES: readonly Rule[] = [WITHOUT_DOLLAR, NOT_CALLABLE, OWN_ARITY];
