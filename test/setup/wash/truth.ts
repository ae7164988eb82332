/** What a person who knows form and program says: which question is which, and which has nothing to go to. */
export const QUESTIONS: Readonly<Record<string, string | null>> = {
  visit_date: null,
  enumerator: null,
  position: 'DwPosition1',
  beds: 'DwBeds00001',
  staff_m: 'DwStaffMal1',
  staff_f: 'DwStaffFem1',
  outpatients: 'DwOutpat001',
  services_offered: 'DwServices1',
  water_source: 'DwWaterSrc1',
  water_today: 'DwWaterNow1',
  chlorine: 'DwChlorine1',
  storage: 'DwStorage01',
  treated_before: 'DwTreatBef1',
  treated_after: 'DwTreatAft1',
  latrines: 'DwLatrines1',
  latrines_women: 'DwLatrinWo1',
  cleaning: 'DwCleaning1',
  soap: 'DwSoap00001',
  waste: 'DwWaste0001',
  safety_boxes: 'DwBoxes0001',
  last_training: 'DwTraining1',
  beds_per_latrine: 'DwRatio0001',
  remarks: null,
};

/** `null`: there is no such option, and nobody should make one up. */
export const CHOICES: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
  OsServices1: { opd: 'OPD', anc: 'ANC', epi: 'EPI', surgery: 'SURG' },
  OsWaterSrc1: { '1': 'PIPED', '2': 'BOREHOLE', '3': 'WELL_P', '4': 'WELL_U', '5': 'SURFACE', '98': null },
  OsFrequenc1: { a: 'MANY', b: 'DAILY', c: 'WEEKLY', d: 'RARE' },
  OsWaste0001: { incinerator: 'INCINERATOR', pit: 'PIT', burning: 'BURN', collected: 'MUNICIPAL' },
};

export const UNITS: Readonly<Record<string, string | null>> = {
  kenema_gov: 'OuKenemaGov',
  kambia_gov: 'OuKambiaGov',
  bandajuma: 'OuBandajuma',
  site1: 'OuSite00001',
  site2: 'OuSite00002',
  rive_nord: 'OuRiveNord1',
  rive_sud: 'OuRiveSud01',
  maputo: 'OuMaputo001',
  st_mary: 'OuStMary001',
  // Perhaps a slip for Makeni, perhaps another place: a person has to say.
  makene: 'OuMakeni001',
  gbo: null,
  mobile: null,
};
