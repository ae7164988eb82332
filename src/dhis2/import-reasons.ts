import type { Refusal } from '../contracts/sink.ts';
import type { ServerCode } from '../messages/code-table.ts';
import { reason } from '../messages/reason.ts';
import type { DataValue } from './event-object.ts';

/** An event as it was sent, as far as reading the report needs it. */
export interface SentEvent {
  readonly uid: string;
  /** Nothing was under the UID before this run. */
  readonly isNew: boolean;
  readonly properties: { readonly [property: string]: unknown };
  readonly dataValues: readonly DataValue[];
}

/** One entry of `validationReport.errorReports`. */
export interface ErrorReport {
  readonly code: string;
  readonly message: string;
  /** From 2.41 on; many are dumps of Java objects. */
  readonly args: readonly string[];
}

/** What is known of the data elements that are sent. */
export interface Elements {
  /** Name and UID, for people. */
  nameOf(dataElement: string): string;
  valueTypeOf(dataElement: string): string | undefined;
  optionSetOf(dataElement: string): string | undefined;
}

/** The property that a code is about. */
const PROPERTY_OF: ReadonlyMap<string, string> = new Map([
  ['E1000', 'orgUnit'],
  ['E1011', 'orgUnit'],
  ['E1012', 'geometry'],
  ['E1029', 'orgUnit'],
  ['E1031', 'occurredAt'],
  ['E1042', 'completedAt'],
  ['E1043', 'completedAt'],
  ['E1046', 'occurredAt'],
  ['E1047', 'occurredAt'],
  ['E1051', 'completedAt'],
  ['E1054', 'attributeOptionCombo'],
  ['E1055', 'attributeOptionCombo'],
  ['E1056', 'occurredAt'],
  ['E1057', 'occurredAt'],
  ['E1074', 'geometry'],
  ['E1083', 'status'],
  ['E1099', 'attributeOptionCombo'],
  ['E1115', 'attributeOptionCombo'],
  ['E1116', 'attributeOptionCombo'],
  ['E1117', 'attributeOptionCombo'],
  ['E1315', 'status'],
  ['E1316', 'status'],
  ['E1318', 'status'],
  ['E1326', 'status'],
]);

/**
 * Why DHIS2 refused an event: its own words, the property or data elements that they are about, and the value at fault.
 * Where the message names no data element (E1302 of 2.41.9, 2.42.5 and later names the value type alone), it is told by
 * the value; of several equal ones all are named. A value is taken out of the message unless it is an option code.
 */
export function reasonOf(report: ErrorReport, event: SentEvent, elements: Elements): Refusal {
  const code: ServerCode = `dhis2/E${Number(/^E(\d+)$/.exec(report.code)?.[1] ?? 9999)}`;
  const property = report.code === 'E1123' ? /`(\w+)`/.exec(report.message)?.[1] : PROPERTY_OF.get(report.code);
  if (property) {
    const value = event.properties[property];
    const shown = typeof value === 'string' ? { value } : {};
    return { ...reason(code, { message: report.message }), target: property, field: property, ...shown };
  }
  const quoted = quotedValue(report);
  const named = elementsOf(report, quoted, event, elements);
  const values = new Set(named.map((uid) => event.dataValues.find((sent) => sent.dataElement === uid)?.value));
  const [only] = values;
  const value = quoted ?? (values.size === 1 ? only : undefined);
  return {
    ...reason(code, { message: report.code === 'E1302' ? withoutValue(report.message, quoted) : report.message }),
    ...(named.length === 1 && named[0] !== undefined ? { target: named[0] } : {}),
    ...(named.length > 0 ? { field: named.map((uid) => elements.nameOf(uid)).join(', ') } : {}),
    ...(value == null ? {} : { value }),
  };
}

/** The value that a message quotes, where its form is known. */
function quotedValue({ code, message, args }: ErrorReport): string | undefined {
  if (code === 'E1125') return args[0] ?? /^Value (.*) is not a valid option for /s.exec(message)?.[1];
  if (code !== 'E1302' && code !== 'E1007' && code !== 'E1009' && code !== 'E1084') return undefined;
  return (
    /but the value `(.*)` is not/s.exec(message)?.[1] ??
    /`([^`]*)` could not be found/.exec(message)?.[1] ??
    /^File resource: `([^`]*)`/.exec(message)?.[1] ??
    /^Error validating attribute value type: `([^`]+)`/.exec(message)?.[1]
  );
}

/** Data elements of the event that hold the value, and are of the value type or option set that the report names. */
function elementsWith(value: string, { code, args }: ErrorReport, event: SentEvent, elements: Elements): string[] {
  const isMeant = (uid: string): boolean => {
    if (code === 'E1302') return args[0] === undefined || [undefined, args[0]].includes(elements.valueTypeOf(uid));
    if (code === 'E1125') return args[1] === undefined || [undefined, args[1]].includes(elements.optionSetOf(uid));
    return true;
  };
  const holds = (there: string | null): boolean =>
    there === value || (code === 'E1125' && there !== null && there.split(',').includes(value));
  const holding = event.dataValues.filter((sent) => holds(sent.value)).map((sent) => sent.dataElement);
  const meant = holding.filter(isMeant);
  return meant.length > 0 ? meant : holding;
}

/** UIDs of the data elements that a report is about: named by it, else told by the value, else mentioned in its text. */
function elementsOf(report: ErrorReport, value: string | undefined, event: SentEvent, elements: Elements): string[] {
  const named = /data ?element`? `([A-Za-z][A-Za-z0-9]{10})`| for ([A-Za-z][A-Za-z0-9]{10}) DataElement /i.exec(
    report.message,
  );
  if (named) return named.slice(1).filter((uid) => uid !== undefined);
  const told = value === undefined ? [] : elementsWith(value, report, event, elements);
  if (told.length > 0) return told;
  const sent = new Set(event.dataValues.map((value) => value.dataElement));
  const words = report.message.match(/\b[A-Za-z][A-Za-z0-9]{10}\b/g) ?? [];
  return [...new Set(words.filter((word) => sent.has(word)))];
}

function withoutValue(message: string, value: string | undefined): string {
  return value ? message.replace(`the value \`${value}\` is not`, 'the value is not') : message;
}
