/** The other processes of one server, which share its port and its database. */
import type { MetricObjectWithValues, MetricValue } from 'prom-client'

/** What a registry of prom-client holds, as JSON. */
export type MetricList = MetricObjectWithValues<MetricValue<string>>[]

/** What one process asks all others. A message is JSON that only this version of the package reads. */
export type PeerQuestion = { readonly kind: 'take'; readonly message: unknown } | { readonly kind: 'measure' }

/** What a process returns: null once it has taken a message in, or its metrics. */
export type PeerAnswer = MetricList | null

/**
 * A link to every other process that serves. Whoever makes it must know of a process before that one serves: what it has
 * looked up by then would be missed.
 */
export interface Peers {
  /** Called once, before this process serves. */
  onQuestion(handle: (question: PeerQuestion) => Promise<PeerAnswer>): void
  /**
   * Resolves once every other process has responded or is gone, or after `withinMs`, with the responses that came. Never rejects.
   */
  ask(question: PeerQuestion, withinMs: number): Promise<readonly PeerAnswer[]>
}
