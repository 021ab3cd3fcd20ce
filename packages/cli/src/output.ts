/** Where a command writes: results to `out`, complaints to `err`, each text with its line ends. */
export interface CliOutput {
  out(text: string): void
  err(text: string): void
}
