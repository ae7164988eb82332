/**
 * Twelve things that people ask of whoever looks after an integration, in the order in which they came up. At each step
 * what is said must name the right place, and the command to go on with; and the step that follows does just that.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AT_FIRST, CholeraCentre } from './cholera-centre.ts';

let centre: CholeraCentre;

beforeAll(async () => {
  centre = await CholeraCentre.open();
  await ends('metadata pull ctc.yaml', 0);
  await ends('mapping generate ctc.yaml', 1);
  await ends('run ctc.yaml --accept new-index', 0);
}, 60_000);

afterAll(() => centre.close());

/** What a command says; it must end with this code. */
const ends = (command: string, exitCode: number): Promise<string> => centre.ends(command, exitCode);

describe('twelve requests', () => {
  test('1. "The form has a new choice: open well."', async () => {
    await centre.append('ctc.csv', 'uuid:ctc-0031,North Hospital,2026-03-01,20,3,9\n');
    const plan = await ends('plan ctc.yaml', 1);
    expect(plan).toMatch(/1 × water: .*"3".*\n +row 31 \(32 in Excel\), facility = "North Hospital"/);
    expect(plan).toContain('mapping_optionSet.json');
    // The analyst adds it, before DHIS2 has it.
    await centre.edit('mapping_optionSet.json', '"2": "TAP"', '"2": "TAP", "3": "WELL"');
    const check = await ends('check ctc.yaml', 2);
    expect(check).toMatch(/mapping_optionSet\.json:1:\d+ error generate\/unknown-option/);
    expect(check).toContain('etl metadata pull');
    await centre.administer({ water: { ...AT_FIRST.water, WELL: 'Open well' } });
    expect(await ends('metadata diff ctc.yaml', 1)).toMatch(/option Open well \(WELL\) is new/);
    await ends('metadata pull ctc.yaml', 0);
    // Nobody has to make the mapping anew: a run sees that it is older than what it is made from.
    const run = await ends('run ctc.yaml', 0);
    expect(run).toMatch(/mapping_generated\.json was made anew: .*mapping_optionSet\.json/);
    expect(run).toContain('created          1');
  });

  test('2. "We have renamed the question about beds."', async () => {
    await centre.edit('ctc.csv', ',beds,', ',ctc_beds,');
    const check = await ends('check ctc.yaml', 2);
    expect(check).toMatch(/mapping_de\.json:1:3 error .*"beds"/);
    expect(check).toContain('ctc_beds');
    await centre.edit('mapping_de.json', '"beds"', '"ctc_beds"');
    const plan = await ends('plan ctc.yaml', 0);
    expect(plan).toContain('unchanged       31');
    expect(plan).toMatch(/mapping_de\.json maps "ctc_beds" in place of "beds"/);
    await ends('run ctc.yaml', 0);
  });

  test('3. "East Clinic reports now, too."', async () => {
    await centre.append('ctc.csv', 'uuid:ctc-0032,East Clinic,2026-03-01,20,1,9\n');
    const plan = await ends('plan ctc.yaml', 1);
    expect(plan).toMatch(/1 × facility: "East Clinic" is not in .*\n +row 32 \(33 in Excel\)/);
    expect(plan).toContain('facilities.csv');
    await centre.append('facilities.csv', 'East Clinic,OuEastClini\n');
    expect(await ends('doctor ctc.yaml', 1)).toMatch(/orgUnits: 3 entries/);
    expect(await ends('run ctc.yaml', 0)).toContain('created          1');
  });

  test('4. "Please compute staff per bed."', async () => {
    const values = '  dataValues:\n    Staff per bed: =$round($int(staff) / $int(ctc_beds), 2)\n';
    await centre.edit('ctc.yaml', '  status: COMPLETED\n', `  status: COMPLETED\n${values}`);
    await ends('check ctc.yaml', 0);
    // Nobody sends 32 changes by accident.
    const plan = await ends('plan ctc.yaml', 4);
    expect(plan).toMatch(/× Staff per bed: /);
    expect(plan).toContain('--accept changed=32');
    await ends('run ctc.yaml', 4);
    expect(await ends('run ctc.yaml --accept changed=32', 0)).toContain('updated         32');
  });

  test('5. "Staff must be filled in from now on" (in DHIS2)', async () => {
    await centre.administer({ compulsory: ['DeBeds00001', 'DeStaff0001'] });
    await centre.edit('ctc.csv', ',81,2,21\n', ',81,2,\n');
    const run = await ends('run ctc.yaml', 4);
    expect(run).toMatch(/Staff is compulsory now/);
    expect(run).toMatch(/Column staff: 1 record without it \(row 1\)/);
    expect(run).toContain('etl metadata pull');
    expect(run).toContain('--accept drift');
    await ends('metadata pull ctc.yaml', 0);
    const after = await ends('run ctc.yaml', 1);
    expect(after).toMatch(/Kobo/);
    expect(after).toMatch(/staff: Staff .*must have a value.*\(1 record, row 1/);
  });

  test('6. "An option has another code" (in DHIS2)', async () => {
    await centre.edit('ctc.csv', ',81,2,\n', ',81,2,21\n');
    await centre.administer({ water: { HANDPUMP: 'Hand pump', TAP: 'Piped water', WELL: 'Open well' } });
    const run = await ends('run ctc.yaml', 4);
    expect(run).toMatch(/PUMP.* is gone; it looks renamed to .*HANDPUMP/);
    expect(run).toMatch(/Column water, choice 1: \d+ records/);
    expect(run).toContain('mapping_optionSet.json');
    await ends('metadata pull ctc.yaml', 0);
    expect(await ends('check ctc.yaml', 2)).toMatch(/mapping_optionSet\.json:1:\d+ error generate\/unknown-option/);
    await centre.edit('mapping_optionSet.json', '"PUMP"', '"HANDPUMP"');
    const plan = await ends('plan ctc.yaml', 0);
    expect(plan).toMatch(/16 × Water source: PUMP → HANDPUMP/);
    expect(await ends('run ctc.yaml', 0)).toContain('updated         16');
  });

  test('7. "Use the day of reporting, not the day of the visit."', async () => {
    const text = await centre.read('ctc.csv');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line, at) => `${line},${at === 0 ? 'reported_on' : '2026-03-08'}`);
    await centre.write('ctc.csv', `${lines.join('\n')}\n`);
    const before = await centre.read('ctc.yaml');
    await centre.write('next.yaml', before.replaceAll('$date(visit_date)', '$date(reported_on)'));
    // Seen before it is used.
    const against = await ends('plan ctc.yaml --against next.yaml', 0);
    expect(against).toMatch(/occurredAt/);
    expect(against).toMatch(/2026-01-02/);
    expect(against).toMatch(/2026-03-08/);
    await centre.edit('ctc.yaml', '$date(visit_date)', '$date(reported_on)');
    const plan = await ends('plan ctc.yaml', 4);
    // Events are completed already, and DHIS2 does not take a later day of completion.
    expect(plan).toMatch(/completedAt/);
    expect(plan).toMatch(/ignore|keeps/i);
    await ends('run ctc.yaml --accept changed=32', 0);
  });

  test('8. "What will change tonight, and what gets lost?"', async () => {
    await centre.edit('ctc.csv', ',83,2,23,', ',84,,23,');
    await centre.edit('ctc.csv', ',85,2,25,', ',85,,25,');
    const plan = await ends('plan ctc.yaml', 0);
    expect(plan).toMatch(/2 × Water source: TAP → \(blank\)/);
    expect(plan).toMatch(/CTC beds: 83 → 84/);
    expect(plan).toContain('North Hospital');
    const one = await ends('plan ctc.yaml --key ctc-0003', 0);
    expect(one).toMatch(/Water source.*TAP → \(blank\)/);
    expect(one).not.toContain('ctc-0005');
    await ends('run ctc.yaml', 0);
  });

  test('9. "Why was ctc-0006 rejected?"', async () => {
    await centre.edit('ctc.csv', ',86,1,26,', ',86.5,1,26,');
    const run = await ends('run ctc.yaml', 1);
    expect(run).toMatch(/ctc_beds: .*row 6/);
    const why = await ends('explain ctc.yaml ctc-0006', 0);
    expect(why).toMatch(/CTC beds\s+cannot be made/);
    expect(why).toContain('86.5');
    expect(why).toContain('Kobo');
    const field = await ends('explain ctc.yaml ctc-0006 ctc_beds', 0);
    expect(field).toContain('mapping_de.json:1');
    expect(field).not.toContain('Water source');
    await centre.edit('ctc.csv', ',86.5,1,26,', ',86,1,26,');
  });

  test('10. "What was sent for ctc-0004, and what does DHIS2 have?"', async () => {
    const told = await ends('explain ctc.yaml uuid:ctc-0004', 0);
    expect(told).toMatch(/What was sent/);
    expect(told).toMatch(/made in DHIS2/);
    expect(told).toMatch(/is there/);
  });

  test('11. "Fourteen answers do not go through."', async () => {
    const text = await centre.read('ctc.csv');
    let at = 0;
    const spoilt = text.replaceAll(/,1,(\d+),2026-03-08/g, (whole, staff: string) =>
      at++ < 14 ? `,${at % 2 === 0 ? 'borehole' : 'river'},${staff},2026-03-08` : whole,
    );
    expect(at).toBeGreaterThanOrEqual(14);
    await centre.write('ctc.csv', spoilt);
    const run = await ends('run ctc.yaml', 1);
    expect(run).toContain('rejected        14');
    expect(run).toContain('mapping_optionSet.json');
    expect(run).toMatch(/"river".*7 records/s);
    await centre.edit('mapping_optionSet.json', '"3": "WELL"', '"3": "WELL", "borehole": "HANDPUMP", "river": "WELL"');
    const plan = await ends('plan ctc.yaml', 0);
    expect(plan).toMatch(/7 × Water source: HANDPUMP → WELL/);
    await ends('run ctc.yaml', 0);
  });

  test('12. "Three submissions were deleted in Kobo, by mistake, and are back."', async () => {
    const text = await centre.read('ctc.csv');
    const lines = text.split('\n');
    const isGone = (line: string): boolean => /ctc-00(10|11|12),/.test(line);
    await centre.write('ctc.csv', lines.filter((line) => !isGone(line)).join('\n'));
    const gone = await ends('run ctc.yaml', 0);
    expect(gone).toMatch(/missing +3 +gone from the source/);
    expect(await ends('explain ctc.yaml ctc-0010', 0)).toMatch(/not in the source|no longer|gone from the source/);
    await centre.write('ctc.csv', text);
    const back = await ends('run ctc.yaml', 0);
    expect(back).not.toMatch(/missing/);
    expect(await ends('verify ctc.yaml', 0)).toMatch(/32/);
  });
});
