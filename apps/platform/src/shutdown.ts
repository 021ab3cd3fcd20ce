/** What has been started, stopped in order. */

/** In this order: requests drain, what they buffered is flushed, then the database may go. */
const STAGES = ['servers', 'api', 'database', 'folder'] as const

export class Shutdown {
  readonly #steps: { readonly stage: (typeof STAGES)[number]; readonly run: () => Promise<unknown> }[] = []

  add(stage: (typeof STAGES)[number], run: () => Promise<unknown>): void {
    this.#steps.push({ stage, run })
  }

  /** Every step runs, whatever became of the ones before it. */
  async run(): Promise<void> {
    const failures: unknown[] = []
    for (const stage of STAGES) {
      const steps = this.#steps.filter((step) => step.stage === stage)
      const results = await Promise.allSettled(steps.map(({ run }) => run()))
      for (const result of results) if (result.status === 'rejected') failures.push(result.reason)
    }
    if (failures.length > 0) throw failures[0]
  }
}
