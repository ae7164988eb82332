import { AGAINST_CODES } from './against-codes.ts';
import { CASE_CODES } from './case-codes.ts';
import { CORE_CODES } from './core-codes.ts';
import { DHIS2_ANSWER_CODES } from './dhis2-answer-codes.ts';
import { DHIS2_CODES } from './dhis2-codes.ts';
import { DHIS2_CONFLICT_CODES } from './dhis2-conflict-codes.ts';
import { DHIS2_DATA_SET_CODES } from './dhis2-data-set-codes.ts';
import { DHIS2_EVENT_CODES } from './dhis2-event-codes.ts';
import { DHIS2_REFUSAL_CODES } from './dhis2-refusal-codes.ts';
import { DOCTOR_CODES } from './doctor-codes.ts';
import { DOCTOR_DHIS2_CODES } from './doctor-dhis2-codes.ts';
import { EXPLAIN_CODES } from './explain-codes.ts';
import { DRIFT_CODES } from './drift-codes.ts';
import { EXPRESSION_CALL_CODES } from './expression-call-codes.ts';
import { EXPRESSION_CHECK_CODES } from './expression-check-codes.ts';
import { EXPRESSION_CODES } from './expression-codes.ts';
import { EXPRESSION_COMPARISON_CODES } from './expression-comparison-codes.ts';
import { EXPRESSION_PATTERN_CODES } from './expression-pattern-codes.ts';
import { EXPRESSION_VALUE_CODES } from './expression-value-codes.ts';
import { GENERATE_CODES } from './generate-codes.ts';
import { GROUP_CODES } from './group-codes.ts';
import { GUARD_CODES } from './guard-codes.ts';
import { HELPER_CODES } from './helper-codes.ts';
import { HTTP_CODES } from './http-codes.ts';
import { IGNORED_CODES } from './ignored-codes.ts';
import { INDEX_CODES } from './index-codes.ts';
import { LOOKUP_CODES } from './lookup-codes.ts';
import { MAPPING_CHECK_CODES } from './mapping-check-codes.ts';
import { MAPPING_CODES } from './mapping-codes.ts';
import { PLAN_CODES } from './plan-codes.ts';
import { PLAYGROUND_CODES } from './playground-codes.ts';
import { inItsWords, refusal, type ServerArgs } from './refusal-words.ts';
import { REPORT_CODES } from './report-codes.ts';
import { RUN_CODES } from './run-codes.ts';
import { SETUP_CODES } from './setup-codes.ts';
import { SANDBOX_CODES } from './sandbox-codes.ts';
import { SHEET_CODES } from './sheet-codes.ts';
import { SOURCE_CODES } from './source-codes.ts';
import { SOURCE_DRIFT_CODES } from './source-drift-codes.ts';
import { SOURCE_HEADER_CODES } from './source-header-codes.ts';
import { SOURCE_JSON_CODES } from './source-json-codes.ts';
import { SPEC_CODES } from './spec-codes.ts';
import { STORAGE_CODES } from './storage-codes.ts';
import { UNLOCK_CODES } from './unlock-codes.ts';
import { USER_FUNCTION_CODES } from './user-function-codes.ts';
import { VALUE_CODES } from './value-codes.ts';
import { VERIFY_CODES } from './verify-codes.ts';
import { WORKBOOK_CODES } from './workbook-codes.ts';
import { YAML_CODES } from './yaml-codes.ts';
import type { Failure, FailureExit, NoArgs, RejectRow, Row, Who } from './code-row.ts';
import type { Args } from './args.ts';

/**
 * The closed list of everything that can go wrong, `area/what`, with its one message and its one hint. Whoever reports
 * a problem names a code and gives the args; nobody writes a message elsewhere. DHIS2's own codes (`dhis2/E1125`) are
 * the one open set: their text is the server's.
 */
const CODES = {
  ...CASE_CODES,
  ...CORE_CODES,
  ...DHIS2_ANSWER_CODES,
  ...DHIS2_CODES,
  ...DHIS2_CONFLICT_CODES,
  ...DHIS2_DATA_SET_CODES,
  ...DHIS2_EVENT_CODES,
  ...DHIS2_REFUSAL_CODES,
  ...DOCTOR_CODES,
  ...DOCTOR_DHIS2_CODES,
  ...DRIFT_CODES,
  ...EXPRESSION_CALL_CODES,
  ...EXPRESSION_CHECK_CODES,
  ...EXPRESSION_CODES,
  ...EXPRESSION_COMPARISON_CODES,
  ...EXPRESSION_PATTERN_CODES,
  ...EXPRESSION_VALUE_CODES,
  ...GENERATE_CODES,
  ...GROUP_CODES,
  ...GUARD_CODES,
  ...HELPER_CODES,
  ...HTTP_CODES,
  ...IGNORED_CODES,
  ...INDEX_CODES,
  ...LOOKUP_CODES,
  ...MAPPING_CHECK_CODES,
  ...MAPPING_CODES,
  ...PLAN_CODES,
  ...PLAYGROUND_CODES,
  ...EXPLAIN_CODES,
  ...AGAINST_CODES,
  ...REPORT_CODES,
  ...RUN_CODES,
  ...SANDBOX_CODES,
  ...SETUP_CODES,
  ...SHEET_CODES,
  ...SOURCE_CODES,
  ...SOURCE_DRIFT_CODES,
  ...SOURCE_HEADER_CODES,
  ...SOURCE_JSON_CODES,
  ...SPEC_CODES,
  ...STORAGE_CODES,
  ...UNLOCK_CODES,
  ...USER_FUNCTION_CODES,
  ...VALUE_CODES,
  ...VERIFY_CODES,
  ...WORKBOOK_CODES,
  ...YAML_CODES,
} satisfies Record<string, Row<unknown>>;

type Table = typeof CODES;

export type KnownCode = keyof Table;
/** A code of DHIS2's own. */
export type ServerCode = `dhis2/E${number}`;
export type Code = KnownCode | ServerCode;

/** Codes that are thrown: their rows have an exit code. */
export type FailureCode = { [C in KnownCode]: Table[C] extends Failure<unknown> ? C : never }[KnownCode];

/** Codes of records that cannot go: their rows say who can do something about it. */
export type RejectCode = { [C in KnownCode]: Table[C] extends RejectRow<unknown> ? C : never }[KnownCode] | ServerCode;

/** The args that a code takes, by name and type. Where it is one of several codes, those of each of them. */
export type ArgsOf<C extends Code> = (C extends Code ? (args: OwnArgs<C>) => void : never) extends (
  args: infer A,
) => void
  ? A
  : never;

/** The args of a code as a list of parameters: none need be written where all of them may be absent. */
export type ArgsList<A> = NoArgs extends A ? [args?: A] : [args: A];

type OwnArgs<C extends Code> = C extends KnownCode ? NonNullable<Table[C]['typeOfArgs']> : ServerArgs;

const OF_THE_SERVER = refusal({ who: 'analyst', message: inItsWords });

/** The row of a code, to be given the args that came with it. */
export function rowOf(code: Code): Row<Args> {
  const row: Row<unknown> = Object.hasOwn(CODES, code) ? CODES[code as KnownCode] : OF_THE_SERVER;
  return row as Row<Args>;
}

/** Whether a code is one that is thrown. */
export function isFailure(code: KnownCode): code is FailureCode {
  return 'exitCode' in CODES[code];
}

/** The exit code with which a code ends a command. */
export function exitCodeOf(code: FailureCode): FailureExit {
  return CODES[code].exitCode;
}

/** Who can do something about a record that cannot go; undefined of a code that keeps no record. */
export function whoCanMend(code: RejectCode, args: Args): Who;
export function whoCanMend(code: Code, args: Args): Who | undefined;
export function whoCanMend(code: Code, args: Args): Who | undefined {
  const row = rowOf(code);
  return row.whoOf?.(args) ?? row.who;
}

/** Whether the value at fault is a word of a vocabulary (a facility, an option) and so may stand in a log. */
export function valueIsPublic(code: Code): boolean {
  return rowOf(code).valueIsPublic === true;
}

/** Whether it is one task for the whole file, and not one for each column. */
export function isOfAllColumns(code: Code): boolean {
  return rowOf(code).isOfAllColumns === true;
}

/** All known codes, in order. */
export function knownCodes(): readonly KnownCode[] {
  return Object.keys(CODES).sort() as KnownCode[];
}
