/** Kobo's validation status in the forms in which it is exported. */
import { describe, expect, test } from 'vitest';
import type { ExpressionContext } from '../../src/expression/context.ts';
import { toValidation } from '../../src/expression/helpers/validation.ts';
import { codeOf, evaluate } from './evaluate.ts';

const CONTEXT: ExpressionContext = { table: () => undefined, options: () => undefined, tableNames: [] };

describe('what a reviewer has said', () => {
  test.each([
    ['validation_status_approved', 'approved'],
    ['validation_status_not_approved', 'not_approved'],
    ['validation_status_on_hold', 'on_hold'],
    ['not_approved', 'not_approved'],
    ['Approved', 'approved'],
    ['Not Approved', 'not_approved'],
    ['Not approved', 'not_approved'],
    [' not  approved ', 'not_approved'],
    ['On Hold', 'on_hold'],
    ['Approuvé', 'approved'],
    ['Approuve\u0301', 'approved'],
    ['Non approuvé', 'not_approved'],
    ['En attente', 'on_hold'],
    ['Aprobado', 'approved'],
    ['No aprobado', 'not_approved'],
    ['En espera', 'on_hold'],
    ['Aprovado', 'approved'],
    ['Não aprovado', 'not_approved'],
    ['Em espera', 'on_hold'],
    ['مقبول', 'approved'],
    ['غير مقبول', 'not_approved'],
    ['معلق', 'on_hold'],
    ['Не одобрено', 'not_approved'],
    ['Onaylanmamış', 'not_approved'],
    ['未通过批准', 'not_approved'],
    ['1', 'approved'],
    ['2', 'not_approved'],
    ['3', 'on_hold'],
    ['Rejected', 'not_approved'],
    ['{"uid": "validation_status_approved"}', 'approved'],
    ['{"uid":"validation_status_not_approved","label":"Not Approved","by_whom":"ann","color":"#f00"}', 'not_approved'],
    ["{'timestamp': 1700000000, 'uid': 'validation_status_on_hold', 'by_whom': 'ann', 'label': 'On Hold'}", 'on_hold'],
    ['{"label": "Non approuvé"}', 'not_approved'],
    ['{"uid": "validation_status_approved", "label": "Ça va"}', 'approved'],
    ['{}', 'none'],
    ['{"uid": ""}', 'none'],
    ['{"uid": null, "label": null}', 'none'],
    ['', 'none'],
    ['  ', 'none'],
    ['—', 'none'],
    ['null', 'none'],
  ])('%s is %s', (cell, status) => {
    expect(toValidation(cell)).toBe(status);
  });

  test.each([
    'refused',
    'Approved?',
    'approved, not approved',
    '0',
    '4',
    'true',
    '[]',
    '{"foo": "bar"}',
    '{"uid": "validation_status_odd"}',
    '{"uid": "validation_status_odd", "label": "Approved"}',
    '{"uid": "validation_status_approved", "label": "Not Approved"}',
    '{"uid": "validation_status_approved"',
    'constructor',
  ])('%s is nothing that is known, and rejects the record', async (cell) => {
    expect(codeOf(await evaluate('$validation(s) != "not_approved"', { s: cell }, CONTEXT))).toBe(
      'function/unknown-validation',
    );
  });

  test.each([
    ['$validation(s) != "not_approved"', '', true],
    ['$validation(s) != "not_approved"', 'Not Approved', false],
    ['$validation(s) = "approved"', '', false],
    ['s ~> $validation', '', 'none'],
    ['$validation(nothing)', '', 'none'],
    ['$join($map([s, "Approved"], $validation), " ")', '{}', 'none approved'],
    ['$validation(2)', '', 'not_approved'],
  ])('%s of %j', async (text, s, result) => {
    expect(await evaluate(text, { s }, CONTEXT)).toEqual(result);
  });
});
