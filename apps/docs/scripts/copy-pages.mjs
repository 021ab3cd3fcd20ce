/** Copies the files of `docs` to where the reference is put beside them. */
import { cpSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url))
const docs = path('../../../docs')
/** They are many, and no page shows them. */
const screenshots = path('../../../docs/screenshots')

rmSync(path('../dist/pages'), { recursive: true, force: true })
cpSync(docs, path('../dist/pages'), { recursive: true, filter: (file) => file !== screenshots })
