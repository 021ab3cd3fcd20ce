/** Where the decoder files are. Draco and Basis run in workers, so they are files of their own, not modules. */
export interface DecoderUrls {
  readonly dracoScript: string
  readonly dracoWasm: string
  readonly basisScript: string
  readonly basisWasm: string
}

/** A folder URL that holds the files of `dist/decoders` under their own names, or a URL for each of them. */
export type DecoderSource = string | DecoderUrls

export function resolveDecoderUrls(source: DecoderSource): DecoderUrls {
  if (typeof source !== 'string') return source
  const folder = source.endsWith('/') ? source : `${source}/`
  return {
    dracoScript: `${folder}draco_wasm_wrapper.js`,
    dracoWasm: `${folder}draco_decoder.wasm`,
    basisScript: `${folder}basis_transcoder.js`,
    basisWasm: `${folder}basis_transcoder.wasm`,
  }
}
