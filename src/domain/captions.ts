/** The `name` of a node: what Neo4j Browser writes on it. */

export function invocationName({ tool, outcome }: { tool: string; outcome: string }): string {
  return cut(`${tool}: ${outcome}`)
}

export function phenomenonName(firstFact: string): string {
  return cut(firstFact)
}

/** Of whatever has a short alias and a text. */
export function shortName(short: string, text: string): string {
  return cut(`${short} ${text}`)
}

function cut(text: string): string {
  const characters = Array.from(text)
  return characters.length <= 80 ? text : `${characters.slice(0, 79).join('')}…`
}
