/** Imports a chunk of a build once. A browser remembers a failed import by its address, so each new try gets another one. */
export function chunkImporter<Module>(
  address: (baseUrl: string) => string,
): (baseUrl: string) => Promise<Module> {
  let tries = 0
  let loading: Promise<Module> | null = null
  return (baseUrl) => {
    loading ??= attempt(baseUrl)
    return loading
  }

  async function attempt(baseUrl: string): Promise<Module> {
    try {
      const url = address(baseUrl)
      return (await import(/* @vite-ignore */ tries === 0 ? url : `${url}?again=${tries}`)) as Module
    } catch (cause) {
      tries += 1
      loading = null
      throw cause
    }
  }
}
