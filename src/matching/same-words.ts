/** Words that say the same: how names of places and questions are written in the field, in four languages and in short. */

/** Of each line the first word stands for the others. */
const SAME = `
  hospital hopital hospitalier hosp hospitale hospitais
  centre center centro ctr centros
  health sante salud saude sanitaire sanitario hlth
  post poste puesto posto
  clinic clinique clinica
  general generale geral gen
  national nacional nationale nat
  regional regionale reg
  district distrito distrital dist
  community communautaire comunitario communaute comunidade comunidad comm
  government govt gov gouvernement gobierno governo
  maternity maternite maternidad maternidade
  primary primaire primario primaria
  saint st santo san sao
  sainte ste santa
  camp campo campamento acampamento
  number nombre numero num nr nbr
  date fecha
  facility etablissement establecimiento estabelecimento
  university universitaire universitario universite universidad universidade
  reference referral referencia
  municipal municipale
  children enfants ninos criancas child enfant
  water eau agua
  yes oui si sim
  no non nao
  north nord norte
  south sud sul sur
  east est leste
  west ouest oeste
  male masculin masculino
  female feminin feminino femenino
  man homme hombre homem
  men hommes hombres homens
  woman femme mujer mulher
  women femmes mujeres mulheres
  boys garcons boy garcon
  girls filles girl fille
  with avec con com
  without sans sin sem
  urban urbain urbano
  public publique publico
  private prive privado
  deaths deces death mortes fallecidos obitos
  births naissances birth nacimientos nascimentos
  cases cas case casos
  weight poids peso
  age edad idade
  sex sexe sexo gender genre
`;

/**
 * Words that must not be taken for each other: each line a question to which a name gives one answer, poles apart by `|`.
 * The first word of a pole stands for it.
 */
const OPPOSED = `
  north nord norte northern | south sud sul sur southern | east est leste oriental eastern | west ouest oeste occidental western
  male man men boy boys homme hommes garcon garcons masculin hombre hombres homem homens masculino nino | female woman women girl girls femme femmes fille filles feminin mujer mujeres mulher mulheres femenino feminino
  with avec con com | without sans sin sem
  before avant antes | after apres despues depois
  upper haut alto superieur | lower bas bajo baixo inferieur
  new nouveau nouvelle nuevo nueva novo nova | old ancien ancienne viejo vieja velho velha
  inpatient inpatients | outpatient outpatients
  alive live vivant vivants vivo | dead death deaths deces mort morts fallecidos obitos
  positive positif positives positifs positivo | negative negatif negatives negatifs negativo
  urban urbain urbano | rural ruraux
  public publique publico | private prive privado
  over above plus more older | under below less moins younger
  minimum min | maximum max
  first | second | third
  start begin debut inicio opening | end fin fim closing
  mother mothers mere meres madre mae | father fathers pere peres padre pai
  boil boiled | unboiled
  present | absent
  yes oui si sim true vrai | no non nao false faux
  adult adults adulte adultes adulto | child children enfant enfants
  improved | unimproved
  safe | unsafe
  admitted admissions admission | discharged discharges discharge
  received recu recus recue recues recibido recebido | used utilise utilises utilisee utilisees usado | lost perdu perdus perdue perdues
  morning matin | evening soir
  suspected suspect suspects | confirmed confirme confirmes
`;

/** Words that turn a meaning round wherever they stand. */
const NEGATIONS = new Set(
  'not non no never nor neither none without sans sin sem pas aucun aucune ninguno ninguna nenhum nenhuma nao'.split(
    ' ',
  ),
);

/** Words that say nothing by themselves. */
export const SMALL = new Set(
  'a an and au aux da das de del des do dos du el et in la las le les los of on or the to um uma un une y'.split(' '),
);

const standsFor: ReadonlyMap<string, string> = new Map(
  SAME.trim()
    .split('\n')
    .map((line) => line.trim().split(' '))
    .flatMap(([first = '', ...others]) => others.map((word) => [word, first] as const)),
);

/** Word → the questions that it answers, each with its pole. */
const polesOfWord = new Map<string, { readonly question: number; readonly pole: number }[]>();
for (const [question, line] of OPPOSED.trim().split('\n').entries())
  for (const [pole, words] of line.split('|').entries())
    for (const word of words.trim().split(' '))
      polesOfWord.set(word, [...(polesOfWord.get(word) ?? []), { question, pole }]);

/** A word as it counts: in English and in full where we know it. */
export function toCommonWord(word: string): string {
  return standsFor.get(word) ?? word;
}

/** What a name says to the questions that must not be mixed up: `0` which way, `1` male or female … */
export function polesOf(words: readonly string[]): ReadonlyMap<number, ReadonlySet<number>> {
  const found = new Map<number, Set<number>>();
  for (const word of words)
    for (const { question, pole } of polesOfWord.get(word) ?? [])
      found.set(question, (found.get(question) ?? new Set()).add(pole));
  return found;
}

export function isNegated(words: readonly string[]): boolean {
  return words.some((word) => NEGATIONS.has(word));
}
