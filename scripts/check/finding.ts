/** What a check finds: a place, and what is wrong there. */

export type Finding = { readonly file: string; readonly line?: number; readonly message: string }

/** A check looks at the checkout whose root it is given, and answers everything that it finds wrong. */
export type Check = { readonly name: string; readonly find: (root: string) => Promise<Finding[]> | Finding[] }

export function printed({ file, line, message }: Finding): string {
  return `${line === undefined ? file : `${file}:${line}`}  ${message}`
}

export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}
