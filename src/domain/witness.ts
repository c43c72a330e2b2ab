/** What writes a trace independently of others. */

/** The source's independence group together with the artefact's witness; none named: the group alone. */
export function witnessOf(independenceGroup: string, artefactWitness?: string): string {
  return artefactWitness === undefined ? independenceGroup : `${independenceGroup}/${artefactWitness}`
}
