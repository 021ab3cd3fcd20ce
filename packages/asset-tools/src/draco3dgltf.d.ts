/** The part of Draco's package that is used here; it comes without declarations. */
declare module 'draco3dgltf' {
  const draco: { createDecoderModule(): Promise<unknown> }
  export default draco
}
