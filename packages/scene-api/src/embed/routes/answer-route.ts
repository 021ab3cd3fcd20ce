import type { EmbedExchange } from '../exchange.js'
import type { MaybeOutcome } from '../outcome.js'

/** The code of one route. `value`: what the path names. Throws where it cannot answer. */
export type AnswerRoute = (exchange: EmbedExchange, value: string) => MaybeOutcome
