/** The first spec of a pipeline, as a person would have written it: comments say what each part is for. */
import { columnText } from '../base/column-text.ts';
import { yamlText } from '../base/own-yaml.ts';
import { yamlWord } from './pick-columns.ts';
import type { Setup } from './plan-setup.ts';
import type { SetupPlace } from './target.ts';

export interface SpecFacts {
  readonly name: string;
  /** What people call the form; its title, or the export's name. */
  readonly form: string;
  /** Path of the export from the spec. */
  readonly source: string;
  readonly isThere: boolean;
  readonly usesToken: boolean;
  /** The export says of each record whether a reviewer has approved it. */
  readonly isReviewed: boolean;
}

export function toSpecText(setup: Setup, place: SetupPlace, facts: SpecFacts): string {
  const isProgram = place.of === 'program';
  const kind = facts.source.toLowerCase().endsWith('.xlsx') ? 'xlsx' : 'csv';
  return `# ${facts.form} → ${place.name} (DHIS2 ${place.of}). Made by \`etl init\`; it is yours to edit from here on.
#
#   etl check pipeline.yaml      is everything in order?
#   etl test pipeline.yaml       do its rows come to what they should?
#   etl plan pipeline.yaml       what would a run do? (nothing is sent)
#   etl run pipeline.yaml        do it
#
# What \`etl init\` could not be sure of stands in to-decide.xlsx. Write your decisions there, and take them back:
#   etl mapping import pipeline.yaml to-decide.xlsx --write

name: ${facts.name}
description: ${yamlText(`${facts.form}, to the DHIS2 ${place.of} ${place.name}.`)}

# Where it goes. Values come from the environment or from .env beside this file (see example.env); no password stands here.
connections:
  hmis:
    kind: dhis2
    url: \${DHIS2_URL}
${facts.usesToken ? '    token: ${DHIS2_TOKEN}' : '    username: ${DHIS2_USER}\n    password: ${DHIS2_PASSWORD}'}

# What comes in: one row for each record.${facts.isThere ? '' : ' Put the export here, with names (XML values) in place of labels.'}
source:
  kind: ${kind}
  path: ${yamlWord(facts.source)}
  # By what a record is known from night to night. It must stay the same when somebody corrects the record.
  ${setup.key === undefined ? '# key: [a column with an id of its own in each row]' : `key: ${setup.key}`}
${facts.isReviewed ? '  # Submissions that a reviewer has refused in Kobo stay out:\n  # where: =$validation(`_validation_status`) != "not_approved"\n' : ''}
# Facilities of the form, and the organisation units that they are. A new facility is a new line there.
lookups:
  orgUnits: orgUnits.csv

# Questions and data elements: mapping_de.json. Answers and options: mapping_optionSet.json.${setup.labels.size > 0 ? '\n# What the form asks, for the reports: mapping_labels.json.' : ''}
# What is left out on purpose is listed with a reason, and is asked for no more:
#   ignore:
#     - { column: remarks, reason: For the enumerator alone. }
mapping:
  generated: mapping_generated.json

# ${isProgram ? 'The event itself' : 'The form itself'}. What starts with = is an expression, the rest is taken as it stands.
transform:
${transformOf(setup, isProgram)}
${handOf(setup)}
sink:
  kind: ${isProgram ? 'dhis2-events' : 'dhis2-data-values'}
  connection: hmis
  ${isProgram ? 'program' : 'dataSet'}: ${place.id} # ${place.name}

# What was sent before. Keep this file: without it every record looks new.
index:
  path: index.json
`;
}

function transformOf({ unitColumn, when, pointColumn }: Setup, isProgram: boolean): string {
  const column = unitColumn === undefined ? undefined : columnText(unitColumn);
  const lines = [
    column === undefined
      ? '  # orgUnit: =$orgUnit(the column of the facility)'
      : `  orgUnit: ${quoted(`=$orgUnit(${column})`)}`,
    when === undefined
      ? `  # ${isProgram ? 'occurredAt: =$date(the column of the day)' : 'period: =$period(the column of the day, "Monthly")'}`
      : `  ${isProgram ? 'occurredAt' : 'period'}: ${quoted(when.expression)}`,
    ...(isProgram ? ['  status: COMPLETED'] : []),
    ...(pointColumn === undefined ? [] : [`  geometry: ${quoted(`=$geoPoint(${columnText(pointColumn)})`)}`]),
  ];
  return lines.join('\n');
}

function handOf({ byHand }: Setup): string {
  if (byHand.length === 0) return '';
  const lines = byHand.map(({ target, expression }) => `    ${target.id}: ${quoted(expression)} # ${target.name}`);
  return `  dataValues:\n${lines.join('\n')}\n`;
}

/** An expression with what YAML would read otherwise, in quotes. */
function quoted(expression: string): string {
  return /: | #|^=.*[[{].*$/.test(expression) ? `'${expression.replaceAll("'", "''")}'` : expression;
}
