/** Names that are nearly the same: nothing is taken where a word tells them apart, and what only asks tells nothing. */
import { describe, expect, test } from 'vitest';
import type { AnswerKind, Question } from '../../src/setup/form.ts';
import { pairQuestions } from '../../src/setup/pair-questions.ts';
import { pairUnits } from '../../src/setup/pair-units.ts';
import type { Target } from '../../src/setup/target.ts';

const question = (label: string, more: Partial<Question> = {}): Question => ({
  column: 'q',
  name: 'q',
  labels: [label],
  groups: [],
  kind: 'integer',
  choices: [],
  ...more,
});
const target = (name: string, more: Partial<Target> = {}): Target => ({
  id: name,
  name,
  names: [name],
  valueType: 'INTEGER',
  isCompulsory: false,
  ...more,
});
const pair = (one: Question, ...targets: readonly Target[]) => pairQuestions([one], targets)[0];

describe('alone beside each other, and still not taken', () => {
  test.each([
    ['Number of beds', 'Number of occupied beds'],
    ['Nombre de lits', 'Nombre de lits fonctionnels'],
    ['Total number of health workers', 'Total number of community health workers'],
    ['Nombre de cas de paludisme', 'Nombre de cas de paludisme grave'],
    ['Number of deaths', 'Number of maternal deaths'],
    ['Malaria cases confirmed', 'Malaria cases confirmed and treated'],
    ['Hypertension', 'Hypotension'],
    ['Treated water', 'Untreated water'],
    ['Eau disponible', 'Eau indisponible'],
    ['Complete vaccination', 'Incomplete vaccination'],
    ['Ampicilline 500 mg comprimés', 'Amoxicilline 500 mg comprimés'],
    ['Consultations prénatales', 'Consultations postnatales'],
    ['Nombre d’infirmiers', 'Nombre d’infirmières'],
    ['Internal migration', 'External migration'],
    ['Number of doctors', 'Number of donors'],
    ['Inpatients last month', 'Inpatients this month'],
    ['Chlore résiduel libre', 'Chlore résiduel total'],
    ['Température le matin', 'Température le soir'],
    ['Doses reçues', 'Doses perdues'],
    ['Age (years)', 'Age (months)'],
    ['Enfants vaccinés (0-11 mois)', 'Enfants vaccinés'],
    ['Deaths (male)', 'Deaths'],
  ])('%s ≠ %s', (a, b) => {
    expect(pair(question(a), target(b))?.target).toBeUndefined();
    expect(pair(question(b), target(a))?.target).toBeUndefined();
  });

  test('a scale that many questions share says nothing of which is which', () => {
    const choices = ['Good', 'Fair', 'Poor'].map((value) => ({ value, labels: [value] }));
    const options = choices.map(({ value }) => ({ code: value.toUpperCase(), name: value }));
    const optionSet = { id: 'Scale', name: 'Scale', options };
    const asked = ['Cleanliness of wards', 'Light'].map((label) =>
      question(label, { column: label, kind: 'choice', list: 'scale', choices }),
    );
    const wanted = [target('Cleanliness of wards and kitchen', { optionSet }), target('Noise', { optionSet })];
    expect(pairQuestions(asked, wanted).map((one) => one.target)).toEqual([undefined, undefined]);
  });
});

describe('how one asks is not what one asks for', () => {
  test.each<readonly [string, string, AnswerKind, string]>([
    ['B1. La FOSA dispose-t-elle d’un réfrigérateur fonctionnel ?', 'Réfrigérateur fonctionnel', 'unknown', 'BOOLEAN'],
    ['Does the facility have running water?', 'Running water', 'unknown', 'BOOLEAN'],
    ['C10) Nombre d’enfants vaccinés BCG', 'Enfants vaccinés BCG', 'integer', 'INTEGER'],
    ['A-2: Poids (kg)', 'Poids', 'decimal', 'NUMBER'],
    ['4.7 Date of the last hygiene training', 'Last hygiene training', 'date', 'DATE'],
    ['Total number of beds', 'Beds', 'integer', 'INTEGER'],
  ])('%s = %s', (label, name, kind, valueType) => {
    expect(pair(question(label, { kind }), target(name, { valueType }))?.target?.name).toBe(name);
  });

  test('an acronym before all data elements says nothing', () => {
    const names = ['PAL Cas graves', 'PAL TDR réalisés', 'PAL MILDA distribuées', 'PAL Décès'];
    expect(pair(question('Cas graves'), ...names.map((name) => target(name)))?.target?.name).toBe('PAL Cas graves');
  });
});

describe('facilities', () => {
  const facility = (...labels: readonly string[]): Question =>
    question('Facility', { kind: 'choice', choices: labels.map((label) => ({ value: label, labels: [label] })) });
  const unit = (name: string) => ({ id: name, name });

  test.each([
    ['Kenema Community Health Centre', 'Kenema Town Community Health Centre'],
    ['Centre de Santé Intégré de Tessaoua', 'Centre de Santé Intégré de Tessaoua Est'],
    ['Poste de santé Dan Issa', 'Poste de santé Dan Issa Tounga'],
    ['CSI Tibiri I', 'CSI Tibiri 2'],
    ['CSI Maradi', 'CSI Maradi Ville'],
  ])('%s ≠ %s', (a, b) => {
    expect(pairUnits(facility(a), [unit(b)])[0]?.unit).toBeUndefined();
    expect(pairUnits(facility(b), [unit(a)])[0]?.unit).toBeUndefined();
  });

  test('the first of several, in Roman', () => {
    expect(pairUnits(facility('CSI Tibiri 1'), ['CSI Tibiri I', 'CSI Tibiri II'].map(unit))[0]?.unit?.id).toBe(
      'CSI Tibiri I',
    );
  });

  test('with their region before a comma; two of one name are nobody’s', () => {
    const written = ['Nord, Clinique Alpha', 'Nord, Clinique Bêta', 'Sud, Clinique Bêta'];
    const found = pairUnits(facility(...written), ['Clinique Alpha', 'Clinique Bêta'].map(unit));
    expect(found.map((one) => one.unit?.id)).toEqual(['Clinique Alpha', undefined, undefined]);
  });
});
