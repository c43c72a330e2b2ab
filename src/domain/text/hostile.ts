/** Text that others wrote, made safe to stand in one cell of a table: data for whoever reads it, never layout. */

/** Control, format, private and unassigned characters, and all that a reader cannot see: zero-width, bidirectional, tags. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}\u2800\u{1D159}]/gu
const gaps = /[\t\n\v\f\r\u0085\p{Z}]+/gu
const ellipsis = '…'

/**
 * One line in NFC without invisible characters, at most `max` UTF-16 units long, `…` included where it was cut. Tabs and
 * line ends become spaces, lone surrogates U+FFFD.
 */
export function tame(text: string, max: number): string {
  const line = text
    .toWellFormed()
    .replaceAll(gaps, ' ')
    .replaceAll(unseen, '')
    .replaceAll(gaps, ' ')
    .trim()
    .normalize('NFC')
  return line.length <= max ? line : `${wellCut(line, Math.max(0, max - ellipsis.length))}${ellipsis}`
}

/** The text without what a reader cannot see, but with its lines and tabs. Lone surrogates become U+FFFD. */
export function visible(text: string): string {
  return text.toWellFormed().replaceAll(unseen, (character) => (/[\n\t]/.test(character) ? character : ''))
}

/**
 * Evidence between markers that only this round knows: `<<marker: text :marker>>`. The text, at most `max` units of it,
 * cannot end them: the marker is taken out of it, whatever its case, until nothing like it is left.
 */
export function marked(text: string, marker: string, max: number): string {
  return `<<${marker}: ${without(tame(text, max), marker)} :${marker}>>`
}

function wellCut(line: string, length: number): string {
  const cut = line.slice(0, length)
  return (cut.isWellFormed() ? cut : cut.slice(0, -1)).trimEnd()
}

function without(text: string, marker: string): string {
  if (marker === '') return text
  const found = text.toLowerCase().indexOf(marker.toLowerCase())
  return found === -1 ? text : without(text.slice(0, found) + text.slice(found + marker.length), marker)
}
