/** What the demo sites need between two starts. It belongs to the database it was made in, and is backed up with it. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Demo {
  readonly organizationId: string
  readonly projectId: string
  readonly scenes: readonly { readonly id: string; readonly name: string }[]
  readonly keyId: string
  /** The plaintext, kept for the demo sites alone. */
  readonly apiKey: string
}

export const demoFileOf = (dataDir: string): string => join(dataDir, 'demo.json')

/** What an earlier start made; null before the first. */
export async function readKept(file: string): Promise<Demo | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Demo
  } catch {
    return null
  }
}
