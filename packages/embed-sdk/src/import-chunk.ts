/** Imports a chunk of a build once. A browser remembers a failed import by its address, so each new try gets another one. */
export function chunkImporter<Module>(address: () => string): () => Promise<Module> {
  let tries = 0
  let loading: Promise<Module> | null = null
  return () => {
    loading ??= attempt()
    return loading
  }

  async function attempt(): Promise<Module> {
    try {
      const url = tries === 0 ? address() : `${address()}?again=${tries}`
      return (await import(/* @vite-ignore */ url)) as Module
    } catch (cause) {
      tries += 1
      loading = null
      throw cause
    }
  }
}
