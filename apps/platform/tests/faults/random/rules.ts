/** What must hold whatever breaks. Every response is held against it as it comes. */

/** What a tenant's owner was told; loads that contradict it are violations. */
export class Promises {
  readonly violations: string[] = []
  readonly #revokedAt = new Map<string, number>()
  /** Null: may be loaded, or nobody knows. */
  #closedAt: number | null = null
  /** A write that got no response may still come: until all is quiet, nothing is known of the scene. */
  #isUncertain = false

  constructor(readonly tenant: string) {}

  revoked(keyId: string, at: number): void {
    this.#revokedAt.set(keyId, at)
  }
  isRevoked(keyId: string): boolean {
    return this.#revokedAt.has(keyId)
  }
  get revocations(): ReadonlySet<string> {
    return new Set(this.#revokedAt.keys())
  }
  /** Before a request that may make the scene load again. */
  opening(): void {
    this.#closedAt = null
  }
  closed(at: number): void {
    if (!this.#isUncertain) this.#closedAt = at
  }
  uncertain(): void {
    this.#closedAt = null
    this.#isUncertain = true
  }
  quiet(): void {
    this.#isUncertain = false
  }

  /** Of one load, when its response has come. */
  check(load: { keyId: string; sentAt: number; status: number; node: number }): void {
    if (load.status !== 200) return
    const since = Math.round(performance.now() - load.sentAt)
    const revokedAt = this.#revokedAt.get(load.keyId)
    if (revokedAt !== undefined && load.sentAt > revokedAt) {
      this.violations.push(
        `${this.tenant}: node ${load.node} accepted a key, sent ${Math.round(load.sentAt - revokedAt)} ms after its revoke had returned`,
      )
    }
    if (this.#closedAt !== null && load.sentAt > this.#closedAt) {
      this.violations.push(
        `${this.tenant}: node ${load.node} served a scene, asked ${Math.round(load.sentAt - this.#closedAt)} ms after it was closed (${since} ms ago)`,
      )
    }
  }
}
