import { describe, expect, test } from 'vitest';
import { candidates, likeness, SURE, WORTH_SHOWING } from '../../src/matching/likeness.ts';

describe('the same, otherwise written', () => {
  test.each([
    ['Hospital Nacional de Maputo', 'Maputo National Hospital'],
    ["Hôpital Général de Vaux-l'Étang", 'VAUX L’ETANG GENERAL HOSPITAL'],
    ['Centro de Saúde da Beira', 'Centro de Saude Beira'],
    ['Beira Health Centre', 'Centro de Saúde da Beira'],
    ['Hospital Nuestra Señora de la Peña', 'Hosp. Nuestra Senora de la Pena'],
    ["N'Dalaré", 'NDalare'],
    ['Kenema Govt Hosp.', 'Kenema Government Hospital'],
    ['Bandajuma CHC', 'Bandajuma Community Health Centre'],
    ['CS Rive-Nord', 'Centre de santé Rive-Nord (CSRN)'],
    ['Puesto de salud n.º 7', 'Puesto de Salud No. 07'],
    ['Site 2', 'SITE II'],
    ['Maternité Sœur Émérance', 'Maternite Soeur Emerance'],
    ['waterSource', 'Water source'],
    ['St. Mary Clinic', 'Clinic Saint Mary'],
    ['Number of bed', 'Number of beds'],
    ['<5 years', 'under 5 years'],
    ['Oui', 'Yes'],
  ])('%s = %s', (a, b) => {
    expect(likeness(a, b)).toBeGreaterThanOrEqual(SURE);
    expect(likeness(b, a)).toBe(likeness(a, b));
  });
});

describe('not the same: neither taken nor shown', () => {
  test.each([
    ['North Hospital', 'South Hospital'],
    ['Hôpital Rive-Nord', 'Hôpital Rive-Sud'],
    ['East Clinic', 'South Clinic'],
    ['Kenema', 'Kambia'],
    ['Site 1', 'Site 2'],
    ['Site 1', 'Site 11'],
    ['Clinic A', 'Clinic B'],
    ['0-4 years', '5-14 years'],
    ['< 5 years', '> 5 years'],
    ['M', 'F'],
    ['Male', 'Female'],
    ['Deaths, male', 'Deaths, female'],
    ['Yes', 'No'],
    ['Oui', 'Non'],
    ['Present', 'Not present'],
    ['Present', 'Absent'],
    ['With oxygen', 'Without oxygen'],
    ['avec oxygène', 'sans oxygène'],
    ['Know', "Don't know"],
    ['Handwashing before contact', 'Handwashing after contact'],
    ['Urban', 'Rural'],
    ['Positive tests', 'Negative tests'],
    ['', 'Kenema'],
    ['?', '!'],
  ])('%s ≠ %s', (a, b) => {
    expect(likeness(a, b)).toBeLessThan(WORTH_SHOWING);
    expect(likeness(b, a)).toBe(likeness(a, b));
  });
});

describe('perhaps: for a person to decide', () => {
  test.each([
    ['Makeni', 'Makene'],
    ['Kailahun', 'Kailahun District Hospital'],
    ['Hospital', 'General Hospital'],
    ['Hospital Nacional de Kenema', 'Hospital Nacional de Kambia'],
    ['Port Loko Hospital', 'Port Harcourt Hospital'],
    ['Kamboma Health Post', 'Kambona Health Post'],
    ['Beds', 'Beds 0-4 years'],
    ['Hospital', 'North Hospital'],
  ])('%s ~ %s', (a, b) => {
    expect(likeness(a, b)).toBeLessThan(SURE);
  });
});

test('whatever is compared, it is a number from 0 to 100, and the same both ways', () => {
  const names = [
    '',
    ' ',
    '—',
    'A',
    'a b',
    '７',
    'Ｓｉｔｅ',
    'ماء',
    '水源',
    '__proto__',
    'x'.repeat(5000),
    '1'.repeat(400),
  ];
  for (const a of names)
    for (const b of names) {
      const score = likeness(a, b);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(100);
      expect(likeness(b, a)).toBe(score);
    }
  expect(likeness('水源', '水源')).toBe(100);
  expect(likeness('ماء', 'ماء')).toBe(100);
});

test('candidates: best first, only those worth showing, no town for another', () => {
  const units = [
    'Kambia Hospital',
    'Kenema Hospital',
    'Kenema Government Hospital',
    'Bo Hospital',
    'South Kenema Hospital',
  ];
  const found = candidates(
    'Hôpital de Kenema',
    units.map((name) => ({ name })),
    3,
  );
  expect(found.map(({ choice }) => choice.name)).toEqual([
    'Kenema Hospital',
    'Kenema Government Hospital',
    'South Kenema Hospital',
  ]);
  expect(found[0]?.score).toBe(100);
  expect(candidates('Ne sait pas', [{ name: 'Yes' }, { name: 'No' }, { name: 'Sometimes' }], 5)).toEqual([]);
  expect(candidates('North Hospital', [{ name: 'South Hospital' }, { name: 'South Clinic' }], 5)).toEqual([]);
});
