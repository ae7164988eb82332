/** Mistakes that are not found, or not well told, and why; the test fails when one of them is mended, to take it out here. */
export const NOT_FOUND: Readonly<Record<string, string>> = {
  'visits/pipeline.yaml: a file that is not there':
    'check works where the export is not: it says that the columns were not checked, and names the file, but neither its line nor one like it; plan ends with exit code 3',
  'visits/pipeline.yaml: a look-up file that is not there': 'the file is named, but not the line of the spec',
  'visits/pipeline.yaml: a version file that is not there':
    'a warning at `mapping`, not at `columns`: what a mapping is made from may be absent where it only runs',
  'visits/pipeline.cases.yaml: a file that is not there': 'the place is right, but no file like it is named',
  'visits/visits.csv: a date that is far ahead':
    'no bound for dates is known unless the spec says one under `where`: the event would be sent',
};
