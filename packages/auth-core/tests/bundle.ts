/** Bundles for a browser, the way a site's build would. */
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

/** `source`: the text of an entry module that may import `@vectreal/auth-core`. */
export async function bundle(source: string, external: readonly string[] = []): Promise<string> {
  const entry = fileURLToPath(new URL('entry.js', import.meta.url))
  const build = await rolldown({
    input: entry,
    platform: 'browser',
    external: [...external],
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? source : null),
      },
    ],
  })
  const { output } = await build.generate({ format: 'esm', minify: true })
  await build.close()
  return output[0].code
}
